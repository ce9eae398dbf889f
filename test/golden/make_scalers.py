"""Reference values of scalers by NumPy and SciPy: writes scalers.json beside this file.

quantile: Phi^-1((mean rank - 1/2) / rows), standardised over the rows, linear between the values; rank 1 is the least.
robust_smooth: the formula.
"""
import json
import os

import numpy as np
from scipy.stats import norm, rankdata

rng = np.random.default_rng(0)


def column(name, values, fresh):
    values, fresh = (np.array([float(f'{v:.9g}') for v in vector]) for vector in (values, fresh))
    rows = len(values)
    scores = norm.ppf((rankdata(values) - 0.5) / rows)
    knots, first = np.unique(values, return_index=True)
    quantile = np.interp(fresh, knots, ((scores - scores.mean()) / scores.std())[first])
    q1, q2, q3 = np.percentile(values, [25, 50, 75])
    scale = q3 - q1 if q3 > q1 else (values.max() - values.min()) / 2
    z = (fresh - q2) / scale
    return {
        'name': name, 'values': values.tolist(), 'fresh': fresh.tolist(),
        'quantile': quantile.tolist(),
        'robust_smooth': (z / np.sqrt(1 + (z / 3) ** 2)).tolist(),
    }


normal = rng.normal(3, 2, 400)
skewed = np.exp(rng.normal(0, 2, 300))
counted = rng.integers(0, 9, 320)
few = rng.uniform(-1, 1, 7)
# over half of the values are the same: the interquartile range is 0
flat = np.concatenate([rng.uniform(-5, -1, 20), np.full(180, 2.0), rng.uniform(3, 40, 20)])
columns = [
    column('normal', normal, np.concatenate([normal[:40], rng.uniform(-8, 14, 40), [normal.min(), normal.max(), -1e9, 1e9]])),
    column('skewed', skewed, np.concatenate([skewed[:40], rng.uniform(0, 30, 30), [-1, 1e6]])),
    column('ties', counted, np.arange(-1, 11)),
    column('few rows', few, np.concatenate([few, rng.uniform(-2, 2, 20)])),
    column('equal quartiles', flat, np.concatenate([flat[::7], [2.0]])),
]
with open(os.path.join(os.path.dirname(__file__), 'scalers.json'), 'w') as file:
    rows = ',\n'.join(json.dumps(c, separators=(',', ':')) for c in columns)
    file.write('{"source":"SciPy, NumPy; see make_scalers.py","columns":[\n' + rows + '\n]}\n')
