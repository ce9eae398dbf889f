"""Trains the same networks on the same rows with mlp and with scikit-learn, and prints what both reach as Markdown.

    npm run compare                                      every data set of datasets/, ten seeds
    npm run compare -- iris wine --seeds 3 --json -      some of them; the raw figures as JSON

For every seed the rows are divided 80 : 20 once (classes in proportion) and written to one file that both read; both fill missing
numbers with the median and standardize by the training rows; regression targets too. Both train with Adam, the same learning rate, batch
size and number of epochs, no penalty and no early stopping. Each starts and shuffles in its own way: scikit-learn draws weights and
biases from Glorot's uniform distribution, mlp from that of PyTorch's layers (fan_in_uniform). So only means over seeds can be compared.

The last column leaves nothing to chance: in the first division both start from the same weights, take the rows in the same order for
all epochs, and then predict every row. It is the largest difference of two predictions (probabilities; numbers in standard
deviations). Adam's epsilon is next to nothing there, as scikit-learn adds it to √v and mlp, like PyTorch, to √v̂.

Needs a built mlp, and Python 3 with scikit-learn (Debian: python3-sklearn); where another python3 comes first, say
PYTHON=/usr/bin/python3 npm run compare.
"""

import argparse
import csv
import gzip
import json
import subprocess
import tempfile
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import sklearn
from sklearn.compose import TransformedTargetRegressor
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

ROOT = Path(__file__).resolve().parents[2]
MISSING = ("", "NA")
TINY_EPSILON = 1e-14


@dataclass
class Task:
    file: str
    target: list
    hidden: list
    epochs: int
    activation: str = "relu"
    learning_rate: float = 0.01
    batch_size: int = 16
    regression: bool = False
    ignore: list = field(default_factory=list)


TASKS = {
    "iris": Task("iris.csv", ["species"], [16], 50),
    "wine": Task("wine.csv", ["cultivar"], [16], 30, activation="tanh"),
    "breast_cancer": Task("breast_cancer.csv", ["diagnosis"], [32, 16], 20, learning_rate=0.003, batch_size=32),
    "digits": Task("digits.csv", ["digit"], [64], 30, learning_rate=0.003, batch_size=64),
    "mnist10k": Task("mnist10k.csv.gz", ["label"], [64], 5, learning_rate=0.001, batch_size=64),
    "penguins": Task("penguins.csv", ["species"], [16], 30),
    "pima": Task("pimaindiansdiabetes2.csv", ["diabetes"], [16], 20, learning_rate=0.003, batch_size=32),
    "diabetes": Task("diabetes.csv", ["progression"], [16], 30, learning_rate=0.003, batch_size=32, regression=True),
    "airquality": Task("airquality.csv", ["Ozone"], [8], 50, regression=True),
    "servo": Task("servo.csv", ["Class"], [16], 100, activation="tanh", regression=True),
    "mtcars": Task("mtcars.csv", ["mpg"], [4], 50, activation="tanh", batch_size=8, regression=True, ignore=["model"]),
    "linnerud": Task("linnerud.csv", ["weight", "waist", "pulse"], [4], 20, activation="tanh", batch_size=8, regression=True),
}


def read(task):
    """The header, and the rows whose targets are all there."""
    path = ROOT / "datasets" / task.file
    with (gzip.open(path, "rt") if path.suffix == ".gz" else open(path, newline="")) as file:
        header, *rows = csv.reader(file)
    targets = [header.index(name) for name in task.target]
    return header, [row for row in rows if not any(row[i] in MISSING for i in targets)]


def features(task, header, rows, train):
    """x as mlp has it: number columns filled and standardized, categories (a missing one is another) one-hot, in order of the columns."""
    parts = []
    for i, name in enumerate(header):
        if name in task.target or name in task.ignore:
            continue
        column = np.array(["" if row[i] in MISSING else row[i] for row in rows])
        try:
            values = np.array([float(text) if text else np.nan for text in column])
        except ValueError:
            categories = sorted(set(column[train]) - {""}) + [""] * ("" in column[train])
            parts.append((column[:, None] == categories).astype(float))
        else:
            values[np.isnan(values)] = np.nanmedian(values[train])
            parts.append(StandardScaler().fit(values[train, None]).transform(values[:, None]))
    return np.hstack(parts)


def targets(task, header, rows):
    columns = [header.index(name) for name in task.target]
    if not task.regression:
        return np.array([row[columns[0]] for row in rows])
    return np.array([[float(row[i]) for i in columns] for row in rows])


def peer(task, seed, **options):
    """scikit-learn's network; n_iter_no_change keeps it from stopping early."""
    kind = MLPRegressor if task.regression else MLPClassifier
    return kind(
        hidden_layer_sizes=task.hidden, activation=task.activation, solver="adam", alpha=0,
        learning_rate_init=task.learning_rate, batch_size=task.batch_size, random_state=seed,
        **{"max_iter": task.epochs, "tol": 0, "n_iter_no_change": 10**6, **options},
    )  # fmt: skip


def config(task, file):
    """The same for mlp."""
    return {
        "task": "regression" if task.regression else "classification",
        "data": {
            "train": str(file),
            "target": task.target if len(task.target) > 1 else task.target[0],
            "target_scale": "standard" if task.regression else "none",
            "ignore": task.ignore,
            "missing": "median",
            "split": {"type": "column", "column": "part"},
        },
        "layers": [{"type": "dense", "units": units, "activation": task.activation} for units in task.hidden],
        "optimizer": {"type": "adam", "learning_rate": task.learning_rate},
        "training": {"epochs": task.epochs, "batch_size": task.batch_size},
    }


def mlp(*arguments):
    done = subprocess.run(["node", ROOT / "bin" / "mlp.js", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"mlp {arguments[0]} failed (is it built?)\n{done.stderr}")
    return done.stdout


def write_json(file, value):
    file.write_text(json.dumps(value))
    return file


class Split:
    """The rows of a task, divided for one seed, as a file for mlp and as arrays for scikit-learn."""

    def __init__(self, task, header, rows, seed, directory):
        self.task, self.seed, self.directory = task, seed, directory
        self.y = targets(task, header, rows)
        stratify = None if task.regression else self.y
        self.train, self.test = train_test_split(np.arange(len(rows)), test_size=0.2, random_state=seed, stratify=stratify)
        self.train.sort()
        self.x = features(task, header, rows, self.train)
        part = np.where(np.isin(np.arange(len(rows)), self.train), "train", "test")
        self.file = directory / "data.csv"
        with open(self.file, "w", newline="") as file:
            csv.writer(file).writerows([header + ["part"], *(row + [name] for row, name in zip(rows, part))])

    def theirs(self):
        model = peer(self.task, self.seed)
        if self.task.regression:
            model = TransformedTargetRegressor(model, transformer=StandardScaler())
        model.fit(self.x[self.train], self.y[self.train])
        score = r2_score if self.task.regression else accuracy_score
        return score(self.y[self.test], model.predict(self.x[self.test]))

    def ours(self):
        file = write_json(self.directory / "config.json", config(self.task, self.file))
        run = mlp("train", file, "--out", self.directory / "run", "--force", "--quiet", "--json", "--seed", str(self.seed))
        return json.loads(run)["test"]["r2" if self.task.regression else "accuracy"]

    def same_start(self):
        """The largest difference of predictions after training from the same weights with the rows in the same order."""
        y = self.y
        if self.task.regression:
            y = StandardScaler().fit(y[self.train]).transform(y)
            y = y[:, 0] if y.shape[1] == 1 else y
        model = peer(self.task, self.seed, max_iter=1, shuffle=False, warm_start=True, epsilon=TINY_EPSILON)
        model.fit(self.x[self.train], y[self.train])
        initial = [{"weight": w.T.tolist(), "bias": b.tolist()} for w, b in zip(model.coefs_, model.intercepts_)]
        # A warm start keeps the weights, but begins with a new Adam.
        model.set_params(max_iter=self.task.epochs).fit(self.x[self.train], y[self.train])

        same = config(self.task, self.file)
        same["training"]["shuffle"] = False
        same["optimizer"]["epsilon"] = TINY_EPSILON
        same["head"] = {"initial": initial.pop()}
        for layer, start in zip(same["layers"], initial):
            layer["initial"] = start
        run = self.directory / "same"
        mlp("train", write_json(self.directory / "same.json", same), "--out", run, "--force", "--quiet")
        header, *rows = csv.reader(mlp("predict", run, self.file).splitlines())
        if not self.task.regression:
            columns = [header.index(f"p_{name}") for name in model.classes_]
            ours = np.array([[float(row[i]) for i in columns] for row in rows])
            return np.abs(ours - model.predict_proba(self.x)).max()
        ours = np.array([[float(text) for text in row] for row in rows])
        scaler = StandardScaler().fit(self.y[self.train])
        return np.abs(scaler.transform(ours) - model.predict(self.x).reshape(ours.shape)).max()


def compare(name, seeds):
    task = TASKS[name]
    header, rows = read(task)
    with tempfile.TemporaryDirectory(prefix="mlp-compare-") as directory:
        splits = (Split(task, header, rows, seed, Path(directory)) for seed in range(seeds))
        scores, same = [], None
        for split in splits:
            scores.append((split.ours(), split.theirs()))
            same = split.same_start() if same is None else same
    ours, theirs = zip(*scores)
    return {"name": name, "mlp": ours, "scikit_learn": theirs, "same_start": same}


def row(result):
    task = TASKS[result["name"]]
    ours, theirs = np.array(result["mlp"]), np.array(result["scikit_learn"])
    difference = ours - theirs
    deviations = [values.std(ddof=1) for values in (ours, theirs, difference)]
    cells = [
        result["name"],
        f"{'-'.join(map(str, task.hidden))} {task.activation}, {task.epochs} epochs",
        "R²" if task.regression else "accuracy",
        f"{ours.mean():.3f} ± {deviations[0]:.3f}",
        f"{theirs.mean():.3f} ± {deviations[1]:.3f}",
        f"{difference.mean():+.3f} ± {deviations[2] / np.sqrt(len(difference)):.3f}",
        f"{result['same_start']:.0e}",
    ]
    return f"| {' | '.join(cells)} |"


def main():
    parser = argparse.ArgumentParser(description="Compare mlp with scikit-learn on the data sets of datasets/.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(TASKS)}; all where left out")
    parser.add_argument("--seeds", type=int, default=10, help="how many divisions and starts (default: 10)")
    parser.add_argument("--json", metavar="FILE", help="write the figure of every seed there; - prints them in place of the table")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in TASKS]
    if unknown:
        parser.error(f"no data set {unknown[0]}; there are {', '.join(TASKS)}")
    if options.seeds < 2:
        parser.error("a spread needs at least 2 seeds")

    # It warns that it stopped after max_iter epochs: it was told to.
    warnings.simplefilter("ignore", sklearn.exceptions.ConvergenceWarning)
    quiet = options.json == "-"
    if not quiet:
        print("| data | network | metric | mlp ± deviation | scikit-learn ± deviation | difference ± standard error | same start |")
        print("| --- | --- | --- | ---: | ---: | ---: | ---: |")
    results = []
    for name in options.names or TASKS:
        results.append(compare(name, options.seeds))
        if not quiet:
            print(row(results[-1]), flush=True)
    if options.json:
        figures = {"scikit_learn": sklearn.__version__, "mlp": mlp("--version").strip(), "seeds": options.seeds, "results": results}
        text = json.dumps(figures, indent=2) + "\n"
        print(text, end="") if quiet else Path(options.json).write_text(text)


if __name__ == "__main__":
    main()
