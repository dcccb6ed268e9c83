"""Reads what `sweep export` wrote with pandas, no option named, and holds it against `leaderboard --json`.

check_pandas.py FOLDER: folds.csv, folds.jsonl, predictions.csv, predictions.jsonl, leaderboard.json in it.
"""

import json
import sys
from pathlib import Path

import pandas as pd

folder = Path(sys.argv[1])
leaderboard = json.loads((folder / "leaderboard.json").read_text())
metrics = ["accuracy", "balancedAccuracy", "macroF1", "weightedF1", "mcc", "rocAuc", "logLoss"]
near = 1e-12


def close(a, b):
    return (pd.isna(a) and (b is None or pd.isna(b))) or abs(a - b) <= near


def check_folds(folds):
    assert pd.api.types.is_bool_dtype(folds["take"]), folds.dtypes
    for column in [*metrics, "rank", "group", "repeat", "fold", "units", "epochs", "learningRate"]:
        assert pd.api.types.is_numeric_dtype(folds[column]), (column, folds[column].dtype)
    assert set(folds["state"]) <= {"scored", "failed"}
    assert not folds.duplicated(["id", "fold"]).any()
    for row in leaderboard["rows"]:
        own = folds[folds["id"] == row["id"]].sort_values("fold")
        assert (own["trial"] == row["trial"]).all()
        if row["failure"] is not None:
            last = own.iloc[-1]
            assert (last["state"], last["failure"]) == ("failed", row["failure"]["code"])
            assert (last["fold"], last["message"]) == (row["failure"]["fold"], row["failure"]["message"])
            assert own["rank"].isna().all() and len(own) == row["failure"]["fold"]
            continue
        assert len(own) == row["folds"] and (own["state"] == "scored").all()
        assert (own["rank"] == row["rank"]).all() and (own["group"] == row["group"]).all()
        assert (own["take"] == row["take"]).all() and (own["withinOneSe"] == row["withinOneSe"]).all()
        for path, value in row["params"].items():
            name = path if path in folds.columns else path.split(".")[1]
            assert (own[name] == value).all(), (path, value, own[name].tolist())
        for metric in metrics:
            spread = row["scores"][metric]
            assert all(close(a, b) for a, b in zip(own[metric], spread["values"], strict=True)), (metric, row["id"])
            if spread["mean"] is not None:
                assert float(f"{own[metric].mean():.6g}") == spread["mean"], (metric, row["id"])
                assert abs(own[metric].std() - spread["sd"]) <= 1e-5 * max(spread["sd"], 1e-3)


def check_predictions(predictions, folds):
    shares = [column for column in predictions.columns if column.startswith("p_")]
    labels = [column[2:] for column in shares]
    assert set(predictions["truth"]) == set(labels)
    assert ((predictions[shares].sum(axis=1) - 1).abs() < 1e-5).all()
    assert (predictions[shares].idxmax(axis=1).str[2:] == predictions["predicted"]).all()
    right = (predictions["truth"] == predictions["predicted"]).groupby([predictions["id"], predictions["fold"]]).mean()
    scored = folds[folds["state"] == "scored"].set_index(["id", "fold"])["accuracy"]
    assert len(right) == len(scored) and ((right - scored).abs() <= near).all()
    each = predictions.groupby(["id", "repeat"])["row"]
    assert (each.nunique() == each.size()).all()  # every row is held out once in a repeat


folds = pd.read_csv(folder / "folds.csv")
lines = pd.read_json(folder / "folds.jsonl", lines=True, precise_float=True)
assert list(folds.columns) == list(lines.columns) and len(folds) == len(lines)
check_folds(folds)
check_folds(lines)
for predictions in [
    pd.read_csv(folder / "predictions.csv"),
    pd.read_json(folder / "predictions.jsonl", lines=True, precise_float=True),
]:
    check_predictions(predictions, folds)
print(f"{len(folds)} folds, {len(predictions)} predictions")
