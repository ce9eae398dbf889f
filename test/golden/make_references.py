"""Recomputes the outputs of activations/squareplus.json and optimizers/lion.json from the inputs in them, by mpmath."""
import json
from pathlib import Path

from mpmath import mp, mpf, sign, sqrt

mp.dps = 60
here = Path(__file__).parent


def squareplus(case):
    b = mpf(case["options"].get("b", 4))
    x = [mpf(v) for v in case["x"]]
    case["y"] = [float((v + sqrt(v * v + b)) / 2) for v in x]
    case["dydx"] = [float((1 + v / sqrt(v * v + b)) / 2) for v in x]


def lion(case):
    option = lambda name, value: mpf(case["options"].get(name, value))
    rate, beta1, beta2, decay = option("learning_rate", 1e-4), option("beta1", 0.9), option("beta2", 0.99), option("weight_decay", 0)
    w = [mpf(v) for v in case["p0"]]
    m = [mpf(0)] * len(w)
    case["trajectory"] = []
    for gradient in case["grads"]:
        g = [mpf(v) for v in gradient]
        c = [beta1 * a + (1 - beta1) * b for a, b in zip(m, g)]
        w = [a - rate * (sign(b) + decay * a) for a, b in zip(w, c)]
        m = [beta2 * a + (1 - beta2) * b for a, b in zip(m, g)]
        case["trajectory"].append([float(a) for a in w])


for name, compute in [("activations/squareplus", squareplus), ("optimizers/lion", lion)]:
    file = here / f"{name}.json"
    data = json.loads(file.read_text())
    for case in data["cases"]:
        compute(case)
    file.write_text(json.dumps(data, indent=1) + "\n")
