"""Fits scikit-learn's and XGBoost's methods as they are by default, and prints a line of JSON for each.

From standard input: {"task", "target": […], "methods": […], "divisions": [{"seed", "train", "test"}, …], "isDivided"}. Numbers that
are missing become the median where a method needs that, categories are one-hot (boosting takes them as they are). What has no
randomness of its own is fitted once where the rows are the same for all seeds.

    linear     logistic or ridge regression, on standardized numbers
    rf         a forest of 500 trees
    hgb        HistGradientBoosting
    skmlp      MLPClassifier or MLPRegressor, on standardized numbers
    xgb        XGBoost's defaults
    xgb_tuned  500 trees of rate 0.05 from 80 % of the rows and columns each, stopped early by a fifth of the training rows
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.multioutput import MultiOutputRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

try:
    import xgboost
except ImportError:
    xgboost = None

WITHOUT_RANDOMNESS = ("linear", "xgb")


def onehot():
    return OneHotEncoder(handle_unknown="ignore", sparse_output=False)


class Columns:
    """Which columns are numbers and which categories, by the training rows, and what turns them into a matrix."""

    def __init__(self, table, target):
        features = [name for name in table if name not in target]
        self.categories = [name for name in features if table[name].dtype == object]
        self.numbers = [name for name in features if name not in self.categories]

    def x(self, table):
        filled = {name: table[name].where(table[name].notna(), "<missing>").astype(str) for name in self.categories}
        return table[self.numbers].assign(**filled)

    def with_numbers(self, numbers, categories=None):
        return make_column_transformer((numbers, self.numbers), (categories or onehot(), self.categories))

    def standardized(self):
        return self.with_numbers(make_pipeline(SimpleImputer(strategy="median"), StandardScaler()))

    def filled(self):
        return self.with_numbers(SimpleImputer(strategy="median"))

    def as_they_are(self):
        return self.with_numbers("passthrough")

    def ordinal(self):
        codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
        return self.with_numbers("passthrough", codes)


class EarlyStopped:
    """XGBoost that a fifth of the training rows stops; a model for each output."""

    def __init__(self, columns, classes, seed):
        self.columns, self.classes, self.seed = columns, classes, seed

    def fit(self, x, y):
        stratify = y if self.classes else None
        train, stop = train_test_split(np.arange(len(y)), test_size=0.2, random_state=self.seed, stratify=stratify)
        self.encoder = self.columns.as_they_are().fit(x.iloc[train])
        encoded = self.encoder.transform(x)
        kind = xgboost.XGBClassifier if self.classes else xgboost.XGBRegressor
        self.models = []
        for output in y.reshape(len(y), -1).T:
            model = kind(
                n_estimators=500, learning_rate=0.05, subsample=0.8, colsample_bytree=0.8, tree_method="hist",
                early_stopping_rounds=50, random_state=self.seed,
            )  # fmt: skip
            self.models.append(
                model.fit(encoded[train], output[train], eval_set=[(encoded[stop], output[stop])], verbose=False)
            )
        return self

    def predict(self, x):
        return np.stack([model.predict(self.encoder.transform(x)) for model in self.models], axis=1)

    def predict_proba(self, x):
        return self.models[0].predict_proba(self.encoder.transform(x))


def model(method, columns, classes, outputs, seed):
    def each(regressor):
        return MultiOutputRegressor(regressor) if outputs > 1 else regressor

    if method == "linear":
        return make_pipeline(columns.standardized(), LogisticRegression(max_iter=2000) if classes else Ridge())
    if method == "rf":
        kind = RandomForestClassifier if classes else RandomForestRegressor
        return make_pipeline(columns.filled(), kind(500, random_state=seed, n_jobs=-1))
    if method == "hgb":
        kind = HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor
        first = len(columns.numbers)
        which = list(range(first, first + len(columns.categories))) or None
        return make_pipeline(columns.ordinal(), each(kind(random_state=seed, categorical_features=which)))
    if method == "skmlp":
        return make_pipeline(columns.standardized(), (MLPClassifier if classes else MLPRegressor)(random_state=seed))
    if method == "xgb":
        kind = xgboost.XGBClassifier if classes else xgboost.XGBRegressor
        return make_pipeline(columns.as_they_are(), each(kind(random_state=seed)))
    return EarlyStopped(columns, classes, seed)


def scores(fitted, x, y, classes):
    if classes:
        p = np.clip(fitted.predict_proba(x), 1e-15, 1)
        p /= p.sum(axis=1, keepdims=True)
        log_loss = -np.log(p[np.arange(len(y)), y]).mean()
        return {"accuracy": float((p.argmax(axis=1) == y).mean()), "log_loss": float(log_loss)}
    predicted = fitted.predict(x).reshape(y.shape)
    rmse = np.sqrt(((y - predicted) ** 2).mean())
    return {"r2": float(r2_score(y, predicted)), "rmse": float(rmse)}


def read(path):
    return pd.read_csv(path, keep_default_na=False, na_values=["", "NA"])


def measure(task, method, division):
    train, test = read(division["train"]), read(division["test"])
    target, classes, seed = task["target"], None, division["seed"]
    if task["task"] == "classification":
        classes = {name: i for i, name in enumerate(sorted(train[target[0]].astype(str).unique()))}
        y, y_test = (table[target[0]].astype(str).map(classes).to_numpy() for table in (train, test))
    else:
        y, y_test = (table[target].to_numpy(dtype=float) for table in (train, test))
        y = y[:, 0] if len(target) == 1 else y
    columns = Columns(train, target)
    x, x_test = columns.x(train), columns.x(test)
    start = time.perf_counter()
    fitted = model(method, columns, classes, len(target), seed).fit(x, y)
    seconds = time.perf_counter() - start
    return {"method": method, "seed": seed, "seconds": seconds, **scores(fitted, x_test, y_test, classes)}


def main():
    warnings.simplefilter("ignore")
    task = json.load(sys.stdin)
    for method in task["methods"]:
        if method.startswith("xgb") and xgboost is None:
            print(f"{method} is left out: no xgboost (Debian: python3-xgboost)", file=sys.stderr)
            continue
        once = task["isDivided"] and method in WITHOUT_RANDOMNESS
        for division in task["divisions"][: 1 if once else None]:
            print(json.dumps(measure(task, method, division)), flush=True)


if __name__ == "__main__":
    main()
