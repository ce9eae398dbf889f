"""python3 program.py FILE TASK: what a script with pandas and scikit-learn takes to read FILE, train as TASK (JSON) says, and score."""

import json
import sys
import warnings

import pandas
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
task = json.loads(sys.argv[2])
data = pandas.read_csv(sys.argv[1])
x, t = data.drop(columns="label").to_numpy(), data["label"].to_numpy()
x, x_test, t, t_test = train_test_split(x, t, test_size=0.1, stratify=t, random_state=0)
network = MLPClassifier(
    task["hidden"],
    activation=task["activation"],
    alpha=0,
    batch_size=task["batch_size"],
    max_iter=task["epochs"],
    n_iter_no_change=sys.maxsize,
    tol=0,
).fit(x, t)
print(network.score(x, t), network.score(x_test, t_test))
