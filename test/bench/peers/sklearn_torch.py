"""python3 sklearn_torch.py {sklearn,torch}: scikit-learn's MLPClassifier or PyTorch, in float64, with the threads they take by themselves.

Asked and answering in lines of JSON, as serve.mjs describes.
"""

import json
import resource
import sys
import time
import warnings

import numpy as np


def sklearn_trainer(task, x, t):
    def train():
        return MLPClassifier(
            task["hidden"],
            activation=task["activation"],
            solver="adam",
            alpha=0,
            batch_size=task["batch_size"],
            max_iter=task["epochs"],
            n_iter_no_change=sys.maxsize,
            tol=0,
        ).fit(x, t).loss_

    return train


def torch_trainer(task, x, t):
    x, t = torch.from_numpy(x), torch.from_numpy(t)
    rows, batch_size = task["rows"], task["batch_size"]
    activation = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[task["activation"]]

    def train():
        layers, width = [], task["inputs"]
        for units in task["hidden"]:
            layers += [torch.nn.Linear(width, units), activation()]
            width = units
        network = torch.nn.Sequential(*layers, torch.nn.Linear(width, task["classes"]))
        optimizer = torch.optim.Adam(network.parameters())
        loss = torch.nn.CrossEntropyLoss()
        for _ in range(task["epochs"]):
            order, total = torch.randperm(rows), torch.zeros(())
            for start in range(0, rows, batch_size):
                batch = order[start : start + batch_size]
                optimizer.zero_grad()
                mean = loss(network(x[batch]), t[batch])
                mean.backward()
                optimizer.step()
                total += mean.detach() * len(batch)
        return total.item() / rows

    return train


def peak():
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def answer(value):
    print(json.dumps(value), flush=True)


warnings.filterwarnings("ignore")
if sys.argv[1] == "sklearn":
    import sklearn
    from sklearn.neural_network import MLPClassifier

    version, trainer = sklearn.__version__, sklearn_trainer
else:
    import torch

    torch.set_default_dtype(torch.float64)
    version, trainer = torch.__version__, torch_trainer

answer({"version": version, "peak": peak()})
for line in sys.stdin:
    request = json.loads(line)
    if "load" in request:
        task = request["load"]
        rng = np.random.default_rng(0)
        x = rng.standard_normal((task["rows"], task["inputs"]))
        train = trainer(task, x, rng.integers(0, task["classes"], task["rows"]))
        answer({})
        continue
    trainings, start, seconds = 0, time.perf_counter(), 0.0
    while trainings == 0 or seconds < request["train"]["minimum"]:
        loss = train()
        trainings += 1
        seconds = time.perf_counter() - start
    steps = trainings * task["epochs"] * -(-task["rows"] // task["batch_size"])
    answer({"seconds": seconds, "steps": steps, "loss": loss, "peak": peak()})
