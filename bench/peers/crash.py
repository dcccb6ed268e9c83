"""One worker of a grid of 30 configurations with 5 folds each on Optuna, for bench/crash.ts, which kills it.

crash.py STORAGE UNIT FOLDER SECONDS: STORAGE is `journal` (a file; Optuna 5 has no heartbeat for it) or `sqlite` (with the
documented recovery: heartbeat, grace period, the callback that queues stale trials again with what they had reported);
UNIT says what a trial is, `config` (five folds inside, each reported) or `fold` (the fold is one more axis).
Every fold's begin and end is a line of FOLDER/log. With a last argument `create` the study is made, as the guide to distributed
runs has it, before any worker starts; with `count` its rows and those that are left as running are printed.
"""

import os
import sys
import time
import warnings

import optuna
from optuna.storages import JournalStorage, RDBStorage, RetryHeartbeatStaleTrialCallback
from optuna.storages.journal import JournalFileBackend

CONFIGS, FOLDS = 30, 5
storage_kind, unit, folder, seconds = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
log = os.open(os.path.join(folder, "log"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)


def note(what, config, fold):
    os.write(log, f"{what} {config}:{fold} {time.time() * 1000:.0f}\n".encode())


def train(config, fold):
    note("begin", config, fold)
    time.sleep(seconds)
    note("end", config, fold)
    return (config * 7 + fold) % 100 / 100


def objective(trial):
    config = trial.suggest_int("config", 0, CONFIGS - 1)
    if unit == "fold":
        return train(config, trial.suggest_int("fold", 0, FOLDS - 1))
    known = trial.study.get_trials(deepcopy=False)[trial.number].intermediate_values  # of a trial that is tried again
    scores = []
    for fold in range(FOLDS):
        score = known[fold] if fold in known else train(config, fold)
        scores.append(score)
        if fold not in known:
            trial.report(score, fold)
    return sum(scores) / FOLDS


if storage_kind == "journal":
    storage = JournalStorage(JournalFileBackend(os.path.join(folder, "journal")))
else:
    storage = RDBStorage(
        f"sqlite:///{folder}/study.db",
        engine_kwargs={"connect_args": {"timeout": 60}},
        heartbeat_interval=1,
        grace_period=3,
        heartbeat_stale_trial_callback=RetryHeartbeatStaleTrialCallback(inherit_intermediate_values=True),
    )
space = {"config": list(range(CONFIGS)), **({"fold": list(range(FOLDS))} if unit == "fold" else {})}
sampler = optuna.samplers.GridSampler(space)  # one seed for all: it orders the points
study = optuna.create_study(study_name="crash", storage=storage, sampler=sampler, load_if_exists=True)
task = sys.argv[5] if len(sys.argv) > 5 else "work"
if task == "work":
    study.optimize(objective)
elif task == "count":
    trials = study.get_trials(deepcopy=False)
    running = sum(t.state == optuna.trial.TrialState.RUNNING for t in trials)
    print(f"{len(trials)} {running}")
