"""Reference values of the Parzen estimators of Optuna (written with 5.0.0): python3 make_tpe.py > tpe.json"""

import json

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_gamma, default_weights

rng = np.random.default_rng(0)
parameters = _ParzenEstimatorParameters(
    prior_weight=1.0,
    consider_magic_clip=True,
    consider_endpoints=False,
    weights=default_weights,
    multivariate=False,
)


def estimator(observations, distribution):
    return _ParzenEstimator({"x": np.array(observations, dtype=float)}, {"x": distribution}, parameters)


def number(distribution, observations, at):
    made = estimator(observations, distribution)
    mixture = made._mixture_distribution
    kernels = mixture.distributions[0]
    return {
        "observations": [float(x) for x in observations],
        "sigmas": [float(s) for s in kernels.sigma],
        "weights": [float(w) for w in mixture.weights],
        "at": [float(x) for x in at],
        "log_pdf": [float(p) for p in made.log_pdf({"x": np.array(at, dtype=float)})],
    }


def distinct(low, high, n):
    """Whole numbers, none twice: of equal ones it is open which gets which width."""
    return rng.choice(np.arange(low, high + 1), n, replace=False)


uniform = FloatDistribution(-5, 10)
log = FloatDistribution(1e-4, 1e-1, log=True)
whole = IntDistribution(2, 100)
whole_log = IntDistribution(2, 256, log=True)
cases = []
for n in [0, 1, 2, 3, 9, 24, 25, 26, 27, 40]:
    cases.append({"n": n, "kind": "uniform", "low": -5, "high": 10, **number(uniform, rng.uniform(-5, 10, n), np.linspace(-5, 10, 7))})
    cases.append({"n": n, "kind": "log_uniform", "low": 1e-4, "high": 1e-1, **number(log, np.exp(rng.uniform(np.log(1e-4), np.log(1e-1), n)), np.geomspace(1e-4, 1e-1, 7))})
    cases.append({"n": n, "kind": "int", "low": 2, "high": 100, **number(whole, distinct(2, 100, n), [2, 3, 17, 50, 99, 100])})
    cases.append({"n": n, "kind": "int_log", "low": 2, "high": 256, **number(whole_log, distinct(2, 256, n), [2, 3, 8, 50, 255, 256])})
choices = []
for n in [0, 1, 5, 24, 30]:
    observed = rng.integers(0, 4, n)
    made = estimator(observed, CategoricalDistribution(["a", "b", "c", "d"]))
    log_pdf = made.log_pdf({"x": np.arange(4).astype(float)})
    choices.append({"observations": [int(i) for i in observed], "log_pdf": [float(p) for p in log_pdf]})
print(json.dumps({"optuna": optuna.__version__, "gamma": [[n, default_gamma(n)] for n in [10, 11, 20, 21, 250, 1000]], "numbers": cases, "choices": choices}))
