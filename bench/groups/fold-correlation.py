"""What have the folds of one trial in common, on real texts? Run: python bench/groups/fold-correlation.py (pandas, scikit-learn)

The leaderboard takes for granted that a trial's scores in two folds correlate by 1/k, since their training rows overlap. No
single data set can verify that; four quarters of one that share no row can, roughly: each is cross-validated apart with the
same models, and how far a model's mean moves from quarter to quarter (against the other models') is compared with what its
folds' residuals say. Linear models stand in for networks, which would take hours. Printed: the correlation in units of 1/k.
"""
import warnings

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

warnings.simplefilter('ignore')
K, PARTS, ROUNDS = 5, 4, 4
data = pd.read_csv('data/campus.csv').drop_duplicates('text')
texts, labels = data.text.to_numpy(), (data.sentiment == 'positive').to_numpy().astype(int)
models = [
    make_pipeline(TfidfVectorizer(**options), model)
    for options in ({}, {'min_df': 2})
    for model in (LogisticRegression(C=1), LogisticRegression(C=30), LinearSVC(C=0.3), MultinomialNB(alpha=0.3))
]
rng = np.random.default_rng(0)


def scores(rows, seed):
    """Accuracies [model, fold] of one quarter."""
    found = np.zeros((len(models), K))
    folds = StratifiedKFold(K, shuffle=True, random_state=seed).split(rows, labels[rows])
    for fold, (train, held) in enumerate(folds):
        for at, model in enumerate(models):
            fitted = model.fit(texts[rows[train]], labels[rows[train]])
            found[at, fold] = fitted.score(texts[rows[held]], labels[rows[held]])
    return found


def correlation(between, residual):
    v = between / residual - 1 / K
    return v / (1 + v) * K


found = []
for seed in range(ROUNDS):
    order = rng.permutation(len(labels))
    table = np.array([scores(order[part::PARTS], seed) for part in range(PARTS)])
    means = table.mean(2)
    rest = table - means[:, :, None] - table.mean(1)[:, None, :] + means.mean(1)[:, None, None]
    residual = (rest**2).sum() / (PARTS * (len(models) - 1) * (K - 1))
    moved = means - means.mean(1, keepdims=True)
    between = ((moved - moved.mean(0)) ** 2).sum() / ((PARTS - 1) * (len(models) - 1))
    found.append((between, residual))
    print(f'round {seed + 1}: {correlation(between, residual):.2f} / k', flush=True)
print(f'all rounds: {correlation(*np.mean(found, 0)):.2f} / k')
