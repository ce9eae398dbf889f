"""Folds and cross-validated scores of scikit-learn, to cross_validation.json. scikit-learn 1.2.

python3 test/golden/make_cross_validation.py > test/golden/cross_validation.json

Networks start from weights that are written down: fit once for one epoch so that scikit-learn makes its arrays, put the
weights there, and fit again from them (warm_start), by full-batch gradient descent.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    StratifiedKFold,
    TimeSeriesSplit,
    cross_validate,
)
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
datasets = Path(__file__).parents[2] / "datasets"
epochs = 60


class FromWeights:
    """A network of scikit-learn that starts from given weights."""

    def fit(self, x, y):
        self.set_params(max_iter=1, warm_start=True)
        super().fit(x, y)
        for mine, given in zip(self.coefs_, weights):
            mine[:] = given.T
        for mine, given in zip(self.intercepts_, biases):
            mine[:] = given
        return self.set_params(max_iter=epochs) and super().fit(x, y)


class Classifier(FromWeights, MLPClassifier):
    pass


class Regressor(FromWeights, MLPRegressor):
    pass


def case(name, file, target, features, outputs, rate, folds, scoring):
    global weights, biases
    data = pd.read_csv(datasets / file)
    x, y = data[features].to_numpy(float), data[target].to_numpy()
    rng = np.random.RandomState(len(name))
    units = 5
    weights = [rng.uniform(-0.5, 0.5, (units, len(features))), rng.uniform(-0.5, 0.5, (outputs, units))]
    biases = [rng.uniform(-0.1, 0.1, units), rng.uniform(-0.1, 0.1, outputs)]
    kind = Regressor if "r2" in scoring.values() else Classifier
    network = kind(
        hidden_layer_sizes=(units,),
        activation="tanh",
        solver="sgd",
        momentum=0,
        nesterovs_momentum=False,
        learning_rate_init=rate,
        batch_size=len(x),
        shuffle=False,
        alpha=0,
        tol=0,
        n_iter_no_change=10 * epochs,
    )
    folding = (KFold if kind is Regressor else StratifiedKFold)(folds)
    scores = cross_validate(make_pipeline(StandardScaler(), network), x, y, cv=folding, scoring=list(scoring.values()))
    sign = {"neg_log_loss": -1, "neg_mean_squared_error": -1}
    return {
        "name": name,
        "file": file,
        "target": target,
        "features": features,
        "folds": folds,
        "epochs": epochs,
        "learning_rate": rate,
        "weights": {
            "layers.0.weight": weights[0].tolist(),
            "layers.0.bias": biases[0].tolist(),
            "head.weight": weights[1].tolist(),
            "head.bias": biases[1].tolist(),
        },
        "held": [test.tolist() for _, test in folding.split(x, y)],
        "scores": {
            ours: (sign.get(theirs, 1) * scores[f"test_{theirs}"]).tolist() for ours, theirs in scoring.items()
        },
    }


classes = {"accuracy": "accuracy", "log_loss": "neg_log_loss", "f1_macro": "f1_macro"}
numbers = {"r2": "r2", "mse": "neg_mean_squared_error"}
flower = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
cancer = [name for name in pd.read_csv(datasets / "breast_cancer.csv").columns[:30]]


def listed(folding, *data):
    return [[train.tolist(), test.tolist()] for train, test in folding.split(*data)]


rng = np.random.RandomState(0)
labels = [rng.randint(0, k, n) for k, n in ((2, 23), (3, 50), (4, 61))]
groups = [np.repeat(np.arange(len(sizes)), sizes) for sizes in ([7, 1, 5, 3, 2, 9, 4], [3, 3, 3, 2, 2, 6, 6, 1])]
groups = [rng.permutation(each) for each in groups]
print(
    json.dumps(
        {
            "scores": [
                case("iris", "iris.csv", "species", flower, 3, 0.3, 5, classes),
                case("cancer", "breast_cancer.csv", "diagnosis", cancer, 1, 0.5, 4, classes),
                case("cars", "mtcars.csv", "mpg", ["wt", "hp", "qsec", "am"], 1, 0.05, 3, numbers),
            ],
            "stratified": [
                {"labels": each.tolist(), "count": k, "folds": listed(StratifiedKFold(k), each, each)}
                for each in labels
                for k in (2, 3, 5)
            ],
            "blocks": [{"rows": n, "count": k, "folds": listed(KFold(k), np.zeros(n))} for n, k in ((10, 3), (23, 5))],
            "groups": [
                {"groups": each.tolist(), "count": k, "folds": listed(GroupKFold(k), each, each, each)}
                for each in groups
                for k in (2, 3, 5)
            ],
            "time": [
                {"rows": n, "count": k, "folds": listed(TimeSeriesSplit(k), np.zeros(n))}
                for n, k in ((6, 5), (23, 2), (31, 4), (100, 7))
            ],
        }
    )
)
