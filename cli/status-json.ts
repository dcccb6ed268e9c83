import { unservedNow } from './engine/unserved.ts';
import type { Json } from '../core/canonical.ts';
import type { SweepUid, WorkerDocument } from '../store/documents.ts';
import { historyJson } from '../activities/amendment-history.ts';
import type { StatusView } from './status-view.ts';
import { nextCommand } from './status-view.ts';

const timeText = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const workerJson = (worker: WorkerDocument, reader: SweepUid, now: number): Json => ({
  id: worker.id,
  host: worker.host,
  pid: worker.pid,
  version: worker.version,
  schema: worker.schema,
  orchestrates: worker.orchestrates,
  secondsSinceSeen: Math.max(0, now - worker.seenAt) / 1000,
  slots: worker.slots.map(({ state, sweep, what, done, total, loss, accuracy, gpu }) => ({
    state,
    ofThisSweep: sweep === reader,
    what,
    done,
    total,
    loss,
    accuracy,
    ...(gpu === undefined ? {} : { gpu }),
  })),
  alone: worker.alone,
  lastError:
    worker.lastError === null ? null : { message: worker.lastError.message, at: timeText(worker.lastError.at) },
});

/** Folds in training: of this sweep, in slots that live. */
export const runningFolds = ({ sweep, counts }: Pick<StatusView, 'sweep' | 'counts'>): number =>
  counts.workers.flatMap(({ slots }) => slots).filter((slot) => slot.sweep === sweep.uid && slot.state === 'run')
    .length;

/** The object of `status --json`: what depends on time, order and machines, and therefore is not on the leaderboard. */
export const statusJson = (view: StatusView): { readonly [key: string]: Json } => {
  const { sweep, counts, failures, mismatches } = view;
  return {
    v: 1,
    sweep: sweep.name,
    engine: sweep.engine,
    state: counts.state,
    folds: { total: counts.total, done: counts.done, failed: counts.failed, running: runningFolds(view) },
    foldsPerSecond: counts.foldsPerSecond,
    etaSeconds: counts.etaSeconds,
    etaLowSeconds: counts.etaRange?.lowSeconds ?? null,
    etaHighSeconds: counts.etaRange?.highSeconds ?? null,
    startedAt: timeText(sweep.startedAt),
    finishedAt: timeText(counts.finishedAt),
    edition: counts.wishes.edition,
    amendments: historyJson(view.history),
    trainedFolds: counts.done - counts.reused,
    reusedFolds: counts.reused,
    workers: counts.workers.map((worker) => workerJson(worker, sweep.uid, counts.now)),
    trials: { total: view.trials, failed: failures.length },
    failures: failures.map(({ id, name, failure }) => ({ id, trial: name, ...failure })),
    mismatches: mismatches.map(({ key, stored, found, worker, version, at }) => ({
      key,
      stored,
      found,
      worker,
      version,
      at: timeText(at),
    })),
    caveats: view.caveats,
    unserved: unservedNow(view),
    next: nextCommand(sweep.name, counts.state),
  };
};
