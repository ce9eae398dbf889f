"""Importances by permutation and partial dependence by scikit-learn 1.2, Shapley values by all orders: explain.json.

The networks' weights are given, so that scikit-learn's estimators are the same functions. Shapley values are the mean
over all orders of the columns of what each adds, which is their definition and no formula of mlp's.
"""
import itertools
import json
import math

import numpy as np
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.utils import check_random_state

rng = np.random.default_rng(5)
ROWS, COLUMNS, REPEATS = 40, 4, 6


def classifier(W, b):
    model = LogisticRegression()
    model.coef_, model.intercept_, model.classes_ = W, b, np.arange(len(b))
    model.n_features_in_ = W.shape[1]
    return model


def regressor(w, b):
    model = LinearRegression()
    model.coef_, model.intercept_ = w, b
    model.n_features_in_ = len(w)
    return model


def permutations(seed):
    """The orders that permutation_importance uses: each is applied to the column as the one before has left it."""
    state = check_random_state(check_random_state(seed).randint(np.iinfo(np.int32).max + 1))
    index, order, orders = np.arange(ROWS), np.arange(ROWS), []
    for _ in range(REPEATS):
        state.shuffle(index)
        order = order[index]
        orders.append(order.tolist())
    return orders


def importance(model, X, y, metric, scoring, seed, weights=None):
    found = permutation_importance(
        model, X, y, scoring=scoring, n_repeats=REPEATS, random_state=seed, sample_weight=weights
    )
    return {
        "metric": metric,
        "permutations": permutations(seed),
        "importances": found.importances.tolist(),
        "mean": found.importances_mean.tolist(),
    }


X = rng.integers(-3, 4, (ROWS, COLUMNS)) / 2
W, b = rng.normal(size=(3, COLUMNS)), rng.normal(size=3)
classes = np.argmax(X @ W.T + b + rng.normal(size=(ROWS, 3)), axis=1)
w, c = rng.normal(size=COLUMNS), 0.3
numbers = X @ w + c + rng.normal(size=ROWS)
weights = rng.integers(0, 4, ROWS).astype(float)
logistic, linear = classifier(W, b), regressor(w, c)


def dependence(model, column):
    found = partial_dependence(model, X, [column], kind="both", method="brute", response_method="auto")
    return {
        "column": column,
        "values": found["values"][0].tolist(),
        "average": found["average"].tolist(),
        "individual": found["individual"].tolist(),
    }


def network(x, p):
    h = np.tanh(x @ np.array(p["W1"]).T + np.array(p["b1"]))
    a = h @ np.array(p["W2"]).T + np.array(p["b2"])
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def shapley(function, row, background, of_weights):
    """The mean over all orders of what each column adds, for each output."""
    columns = len(row)

    def value(known):
        x = background.copy()
        x[:, known] = row[known]
        return np.average(function(x), axis=0, weights=of_weights)

    values = {s: value(list(s)) for k in range(columns + 1) for s in itertools.combinations(range(columns), k)}
    total = np.zeros((columns, len(values[()])))
    for order in itertools.permutations(range(columns)):
        for k, column in enumerate(order):
            total[column] += values[tuple(sorted(order[: k + 1]))] - values[tuple(sorted(order[:k]))]
    return total / math.factorial(columns), values[()]


p = {
    "W1": rng.normal(size=(5, 5)).tolist(),
    "b1": rng.normal(size=5).tolist(),
    "W2": (2 * rng.normal(size=(3, 5))).tolist(),
    "b2": rng.normal(size=3).tolist(),
}
data = rng.normal(size=(12, 5))
data_weights = rng.integers(1, 4, 12).astype(float)
explained = []
for row in data[:3]:
    values, average = shapley(lambda x: network(x, p), row, data, data_weights)
    explained.append({"values": values.tolist(), "average": average.tolist()})

print(
    json.dumps(
        {
            "source": "scikit-learn 1.2 and numpy: make_explain.py",
            "X": X.tolist(),
            "classifier": {"W": W.tolist(), "b": b.tolist(), "classes": classes.tolist()},
            "regressor": {"w": w.tolist(), "b": c, "numbers": numbers.tolist()},
            "weights": weights.tolist(),
            "importance": {
                "classes": [
                    importance(logistic, X, classes, "accuracy", "accuracy", 0),
                    importance(logistic, X, classes, "log_loss", "neg_log_loss", 1),
                    importance(logistic, X, classes, "balanced_accuracy", "balanced_accuracy", 2),
                ],
                "weighted": [importance(logistic, X, classes, "accuracy", "accuracy", 3, weights)],
                "numbers": [
                    importance(linear, X, numbers, "r2", "r2", 0),
                    importance(linear, X, numbers, "mse", "neg_mean_squared_error", 1),
                    importance(linear, X, numbers, "mae", "neg_mean_absolute_error", 2),
                ],
            },
            "dependence": {
                "classes": [dependence(logistic, j) for j in range(2)],
                "numbers": [dependence(linear, j) for j in range(2)],
            },
            "shapley": {"network": p, "data": data.tolist(), "weights": data_weights.tolist(), "rows": explained},
        }
    )
)
