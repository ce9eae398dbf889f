"""What configs/iris.json says, by scikit-learn: read, divide 70 : 15 : 15, standardize, train with early stopping, say the accuracy."""

import csv
import warnings
from pathlib import Path

import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
with open(Path(__file__).resolve().parents[3] / "datasets" / "iris.csv", newline="") as file:
    header, *rows = csv.reader(file)
x = np.array([row[:4] for row in rows], float)
t = np.array([row[4] for row in rows])
x, x_test, t, t_test = train_test_split(x, t, test_size=0.15, stratify=t, random_state=0)
scaler = StandardScaler().fit(x)
network = MLPClassifier(
    [16],
    learning_rate_init=0.01,
    batch_size=16,
    max_iter=200,
    early_stopping=True,
    validation_fraction=0.15 / 0.85,
    n_iter_no_change=20,
    random_state=0,
).fit(scaler.transform(x), t)
print(network.score(scaler.transform(x_test), t_test))
