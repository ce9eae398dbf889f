"""Reference values of the metrics of sampled rows by SciPy and scikit-learn: writes generation.json beside this file."""
import json
import os

import numpy as np
from scipy.stats import wasserstein_distance
from scipy.stats.contingency import association, crosstab
from sklearn.neighbors import NearestNeighbors

rng = np.random.default_rng(0)
LEVELS = ['a', 'b', 'c', None]


def table(rows, shift):
    kind = rng.choice(4, rows, p=[0.4, 0.3, 0.2, 0.1])
    size = np.round(rng.normal(shift, 2, rows) + kind, 3)
    width = np.round(size * 0.5 + rng.normal(0, 1, rows), 3)
    width[rng.random(rows) < 0.15] = np.nan
    count = rng.integers(0, 4, rows).astype(float)
    group = np.where(rng.random(rows) < 0.6, kind % 3, rng.integers(0, 3, rows))
    return {'kind': kind, 'group': group, 'size': size, 'width': width, 'count': count}


def pearson(a, b):
    both = ~np.isnan(a) & ~np.isnan(b)
    return float(np.corrcoef(a[both], b[both])[0, 1])


def cramer(a, b):
    return float(association(crosstab(a, b).count, method='cramer', correction=False))


def eta(numbers, codes):
    there = ~np.isnan(numbers)
    numbers, codes = numbers[there], codes[there]
    between = sum((codes == c).sum() * (numbers[codes == c].mean() - numbers.mean()) ** 2 for c in np.unique(codes))
    return float(np.sqrt(between / ((numbers - numbers.mean()) ** 2).sum()))


def points(fitted, rows):
    parts = []
    for name in ('kind', 'group'):
        levels = np.arange(4)
        parts.append((rows[name][:, None] == levels) * np.sqrt(0.5))
    for name in ('size', 'width', 'count'):
        z = (rows[name] - np.nanmean(fitted[name])) / np.nanstd(fitted[name])
        parts.append(np.where(np.isnan(z), 0, z)[:, None])
        parts.append(np.isnan(z)[:, None] * 1.0)
    return np.hstack(parts)


real, sampled = table(120, 0), table(90, 0.7)
numbers, categories = ('size', 'width', 'count'), ('kind', 'group')
present = lambda v: v[~np.isnan(v)]
result = {
    'source': 'SciPy, scikit-learn; see make_generation.py',
    'wasserstein': {
        n: wasserstein_distance(present(real[n]), present(sampled[n])) / present(real[n]).std() for n in numbers
    },
    'missing': {n: float(np.isnan(sampled[n]).mean() - np.isnan(real[n]).mean()) for n in numbers},
    'total_variation': {
        n: float(0.5 * sum(abs((real[n] == c).mean() - (sampled[n] == c).mean()) for c in range(4))) for n in categories
    },
    'associations': [
        ['size', 'width', pearson(real['size'], real['width'])],
        ['size', 'count', pearson(real['size'], real['count'])],
        ['kind', 'group', cramer(real['kind'], real['group'])],
        ['kind', 'size', eta(real['size'], real['kind'])],
        ['group', 'width', eta(real['width'], real['group'])],
    ],
    'distances': NearestNeighbors(n_neighbors=1).fit(points(real, real)).kneighbors(points(real, sampled))[0][:, 0].tolist(),
}


def column(name, values):
    if name in numbers:
        return {'name': name, 'values': [None if np.isnan(v) else float(v) for v in values]}
    return {'name': name, 'texts': [LEVELS[v] for v in values]}


for name, rows in (('real', real), ('sampled', sampled)):
    result[name] = [column(n, v) for n, v in rows.items()]
with open(os.path.join(os.path.dirname(__file__), 'generation.json'), 'w') as file:
    lines = ',\n'.join(f'{json.dumps(k)}:{json.dumps(v, separators=(",", ":"))}' for k, v in result.items())
    file.write('{' + lines + '}\n')
