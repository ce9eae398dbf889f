"""Writes temperatures.json: temperatures of the least log loss, by scipy's bounded minimizer over log T."""
import json
import os
import sys

import numpy as np
import scipy
from scipy.optimize import minimize_scalar
from scipy.special import log_expit, log_softmax

rng = np.random.default_rng(3)


def case(kind, rows, columns, spread, weighted):
    z = rng.normal(0, spread, (rows, columns))
    weights = rng.integers(0, 4, rows).astype(float) if weighted else np.ones(rows)
    if kind == "classes":
        p = np.exp(log_softmax(z / 2.5, axis=1))
        t = np.array([rng.multinomial(1, row) for row in p], float)
    else:
        t = (rng.random(z.shape) < 1 / (1 + np.exp(-z / 2.5))).astype(float)

    def loss(u):
        a = z / np.exp(u)
        if kind == "classes":
            each = -(t * log_softmax(a, axis=1)).sum(axis=1)
        else:
            each = -(t * log_expit(a) + (1 - t) * log_expit(-a)).mean(axis=1)
        return (weights * each).sum() / weights.sum()

    found = minimize_scalar(loss, bounds=(np.log(0.2), np.log(20)), method="bounded", options={"xatol": 1e-12, "maxiter": 500})
    return {
        "kind": kind,
        "columns": columns,
        "z": z.ravel().tolist(),
        "t": t.ravel().tolist(),
        "weights": weights.tolist(),
        "temperature": float(np.exp(found.x)),
        "log_loss": [loss(0), float(found.fun)],
    }


cases = [
    case("classes", 40, 3, 3, False),
    case("classes", 30, 5, 1, True),
    case("labels", 60, 1, 4, False),
    case("labels", 25, 3, 0.8, True),
]
out = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "temperatures.json")
with open(out, "w") as file:
    json.dump({"made_by": f"make_temperature.py, scipy {scipy.__version__}", "cases": cases}, file)
    file.write("\n")
