"""Recomputes the outputs in activations/squareplus, optimizers/lion and schedules/*.json by mpmath."""
import json
from pathlib import Path

from mpmath import cos, log, mp, mpf, pi, sign, sqrt

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


def one_cycle(case):
    """OneCycleLR of torch 1.13 with anneal_strategy cos in two phases, which end at steps pct_start N - 1 and N - 1."""
    option = lambda name, value: mpf(case["options"].get(name, value))
    n, base = case["steps"], mpf(case["base"])
    low = base / option("div_factor", 25)
    phases = [(option("pct_start", 0.3) * n - 1, low, base), (n - 1, base, low / option("final_div_factor", 1e4))]
    case["rates"] = []
    for step in range(n):
        begin, (end, a, b) = (0, phases[0]) if step <= phases[0][0] else (phases[0][0], phases[1])
        case["rates"].append(float(b + (a - b) / 2 * (cos(pi * (step - begin) / (end - begin)) + 1)))


def coslog4(case):
    """Holzmüller, Grinsztajn and Steinwart 2024: t = step / steps."""
    n, base = case["steps"], mpf(case["base"])
    case["rates"] = [float(base / 2 * (1 - cos(2 * pi * log(1 + 15 * mpf(step) / n, 2)))) for step in range(n)]


def flat_cosine(case):
    """The same authors: 1 until t = flat (there 1/2), then (1 + cos(pi (t - flat) / (1 - flat))) / 2; t = epoch / epochs."""
    n, base = case["steps"], mpf(case["base"])
    flat, low = (mpf(case["options"].get(name, value)) for name, value in [("flat", 0.5), ("eta_min", 0)])
    at = lambda t: base if t <= flat else low + (base - low) / 2 * (1 + cos(pi * (t - flat) / (1 - flat)))
    case["rates"] = [float(at(mpf(epoch) / n)) for epoch in range(n)]


for name, compute in [
    ("activations/squareplus", squareplus),
    ("optimizers/lion", lion),
    ("schedules/one_cycle", one_cycle),
    ("schedules/coslog4", coslog4),
    ("schedules/flat_cosine", flat_cosine),
]:
    file = here / f"{name}.json"
    data = json.loads(file.read_text())
    for case in data["cases"]:
        compute(case)
    file.write_text(json.dumps(data, indent=1) + "\n")
