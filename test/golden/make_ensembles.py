"""Ensembles in one network (BatchEnsemble with heads of their own, as TabM) by PyTorch, in float64: ensembles.json."""
import json
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
MEMBERS = 3
UNITS = [5, 4]


def affine(x, p, name):
    """y_i = s_i * (W (r_i * x_i)) + b_i for x [rows, members, inputs]."""
    x = x * p[f"{name}.input_scale"]
    return (x @ p[f"{name}.weight"].T) * p[f"{name}.output_scale"] + p[f"{name}.bias"]


def forward(x, p):
    h = x[:, None, :].expand(-1, MEMBERS, -1)
    for i in range(len(UNITS)):
        h = torch.tanh(affine(h, p, f"layers.{i}"))
    return torch.einsum("nki,koi->nko", h, p["head.weight"]) + p["head.bias"]


def training_loss(a, t, task):
    """Mean over rows and members of the members' own losses."""
    if task == "regression":
        return ((a - t[:, None, :]) ** 2).mean()
    rows = a.shape[0]
    return F.cross_entropy(a.reshape(rows * MEMBERS, -1), t.repeat_interleave(MEMBERS))


def predict(a, task):
    return (a if task == "regression" else a.softmax(-1)).mean(1)


def prediction_loss(y, t, task):
    return F.mse_loss(y, t) if task == "regression" else F.nll_loss(y.log(), t)


def case(task, seed, optimizer):
    g = torch.Generator().manual_seed(seed)
    normal = lambda *shape: torch.randn(*shape, generator=g)
    rows, inputs, outputs = 7, 4, 3 if task == "classification" else 2
    x = normal(rows, inputs).requires_grad_()
    t = torch.randint(outputs, (rows,), generator=g) if task == "classification" else normal(rows, outputs)
    p, before = {}, inputs
    for i, units in enumerate(UNITS):
        p[f"layers.{i}.weight"] = normal(units, before) / before**0.5
        r = torch.randint(2, (MEMBERS, before), generator=g) * 2.0 - 1 if i == 0 else 1 + 0.2 * normal(MEMBERS, before)
        p[f"layers.{i}.input_scale"] = r
        p[f"layers.{i}.output_scale"] = 1 + 0.2 * normal(MEMBERS, units)
        p[f"layers.{i}.bias"] = 0.1 * normal(MEMBERS, units)
        before = units
    p["head.weight"] = normal(MEMBERS, outputs, before) / before**0.5
    p["head.bias"] = 0.1 * normal(MEMBERS, outputs)
    p = {name: value.requires_grad_() for name, value in p.items()}
    values = lambda: {name: value.tolist() for name, value in p.items()}
    init = values()

    a = forward(x, p)
    loss = training_loss(a, t, task)
    y = predict(a, task)
    loss.backward()
    result = {
        "name": task,
        "members": MEMBERS,
        "units": UNITS,
        "X": x.tolist(),
        "Y": t.tolist(),
        "init": init,
        "training_loss": loss.item(),
        "prediction": y.tolist(),
        "prediction_loss": prediction_loss(y, t, task).item(),
        "gradients": {name: value.grad.tolist() for name, value in p.items()},
        "dX": x.grad.tolist(),
        "optimizer": optimizer,
    }
    step = torch.optim.AdamW(list(p.values()), lr=optimizer["learning_rate"], weight_decay=optimizer["weight_decay"])
    losses = []
    for _ in range(20):
        step.zero_grad()
        loss = training_loss(forward(x, p), t, task)
        losses.append(loss.item())
        loss.backward()
        step.step()
    y = predict(forward(x, p), task)
    return result | {
        "losses": losses,
        "final": values(),
        "final_prediction": y.tolist(),
        "final_prediction_loss": prediction_loss(y, t, task).item(),
    }


cases = [
    case("classification", 1, {"type": "adamw", "learning_rate": 0.01, "weight_decay": 0.03}),
    case("regression", 2, {"type": "adamw", "learning_rate": 0.02, "weight_decay": 0.1}),
]
source = f"PyTorch {torch.__version__}"
with open("ensembles.json", "w") as file:
    json.dump({"source": source, "cases": cases}, file)
