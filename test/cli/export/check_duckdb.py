"""Reads what `sweep export` wrote with DuckDB, no option named, and holds it against `leaderboard --json`.

check_duckdb.py FOLDER: folds.csv, folds.jsonl, predictions.csv, predictions.jsonl, leaderboard.json in it. Needs duckdb
(2.0.1 was tried); the tests run its sister for pandas alone.
"""

import json
import sys
from pathlib import Path

import duckdb

folder = Path(sys.argv[1])
leaderboard = json.loads((folder / "leaderboard.json").read_text())
scored = [row for row in leaderboard["rows"] if row["failure"] is None]
near = 1e-12
sql = duckdb.connect().sql


def types_of(file):
    return {name: kind for name, kind, *_ in sql(f"describe select * from '{file}'").fetchall()}


def check_folds(file):
    types = types_of(file)
    assert types["take"] == types["withinOneSe"] == "BOOLEAN", types
    assert all(types[name] == "BIGINT" for name in ["rank", "group", "repeat", "fold"]), types
    assert all(types[name] == "DOUBLE" for name in ["accuracy", "macroF1", "logLoss"]), types
    found = sql(f"select id, rank, list(accuracy order by fold) from '{file}' where state = 'scored' group by all").fetchall()
    values = {id: (rank, accuracies) for id, rank, accuracies in found if rank is not None}
    assert set(values) == {row["id"] for row in scored}
    for row in scored:
        rank, accuracies = values[row["id"]]
        wanted = row["scores"]["accuracy"]["values"]
        assert rank == row["rank"]
        assert all(abs(a - b) <= near for a, b in zip(accuracies, wanted, strict=True)), row["id"]
    return sql(f"select count(*) from '{file}'").fetchall()[0][0]


def check_predictions(file, folds):
    assert types_of(file)["row"] == "BIGINT"
    off = sql(f"""
        select count(*) from
          (select id, fold, avg((truth = predicted)::int) as share from '{file}' group by all) own
          full join (select id, fold, accuracy from '{folds}' where state = 'scored') told using (id, fold)
        where share is null or accuracy is null or abs(share - accuracy) > {near}""").fetchall()[0][0]
    assert off == 0, off
    return sql(f"select count(*) from '{file}'").fetchall()[0][0]


counts = {check_folds(folder / f"folds.{kind}") for kind in ["csv", "jsonl"]}
predictions = {check_predictions(folder / f"predictions.{kind}", folder / "folds.csv") for kind in ["csv", "jsonl"]}
assert len(counts) == len(predictions) == 1
print(f"{counts.pop()} folds, {predictions.pop()} predictions")
