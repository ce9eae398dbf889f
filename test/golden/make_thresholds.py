"""Writes thresholds.json: the best F1, balanced accuracy and cost over all thresholds, by scikit-learn.

F1 is the greatest along precision_recall_curve; balanced accuracy and cost are brute force over the probabilities that
occur, and one above them all.
"""
import json
import os
import sys

import numpy as np
import sklearn
from sklearn.metrics import balanced_accuracy_score, confusion_matrix, f1_score, precision_recall_curve

rng = np.random.default_rng(15)
cases = []
for rows, digits, share in [(12, 1, 0.5), (40, 2, 0.3), (60, 1, 0.1), (25, 3, 0.5), (80, 2, 0.7)]:
    truth = (rng.random(rows) < share).astype(int)
    truth[:2] = [0, 1]
    p = np.round(np.clip(0.25 * truth + rng.random(rows) * 0.75, 0, 1), digits)
    weights = rng.integers(1, 4, rows) if rows % 2 else np.ones(rows, int)
    precision, recall, _ = precision_recall_curve(truth, p, sample_weight=weights)
    both = precision + recall
    f1 = np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0).max()
    thresholds = [2.0, *np.unique(p)]
    assert np.isclose(f1, max(f1_score(truth, p >= t, sample_weight=weights, zero_division=0) for t in thresholds))
    balanced = max(balanced_accuracy_score(truth, p >= t, sample_weight=weights) for t in thresholds)

    def cost(t):
        (_, fp), (fn, _) = confusion_matrix(truth, p >= t, labels=[0, 1], sample_weight=weights)
        return (fp + 5 * fn) / weights.sum()

    cases.append(
        {
            "probabilities": p.tolist(),
            "truth": truth.tolist(),
            "weights": weights.tolist(),
            "f1": float(f1),
            "balanced_accuracy": float(balanced),
            "cost=fp:1,fn:5": float(min(cost(t) for t in thresholds)),
        }
    )

out = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "thresholds.json")
with open(out, "w") as file:
    json.dump({"made_by": f"make_thresholds.py, scikit-learn {sklearn.__version__}", "cases": cases}, file)
    file.write("\n")
