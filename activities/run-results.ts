import type { EngineId } from '../core/engine.ts';
import type { FoldCounts, TrainRunInput } from '../core/messages.ts';
import { addCounts, noFolds } from '../core/messages.ts';
import type { FoldKey, FoldResult } from '../core/results.ts';
import type { MachineFailure, Timing } from '../store/documents.ts';
import { foldFailureId } from '../store/failures.ts';
import { insertFold } from '../store/folds.ts';
import type { Store } from '../store/open-store.ts';
import { appendRate, insertTiming } from '../store/timings.ts';
import type { ActivityContext } from './context.ts';
import { patiently } from './patiently.ts';
import type { Plan, RunPlan } from './plan.ts';

type Fold = RunPlan['folds'][number];

export type Rates = { readonly add: (timing: Timing, engine: EngineId) => Promise<void> };

/** Rates are there for estimates: one in three seconds says enough. */
const ratesEveryMs = 3_000;

export const createRates = (store: Store): Rates => {
  let addedAt = -Infinity;
  const add = async (timing: Timing, engine: EngineId): Promise<void> => {
    if (performance.now() - addedAt < ratesEveryMs) return;
    addedAt = performance.now();
    await appendRate(store, timing, engine);
  };
  return { add };
};

type Work = { readonly plan: Plan; readonly input: TrainRunInput; readonly run: RunPlan; readonly isLast: boolean };

/**
 * Stores what a run's trainer hands over, and the rows that this decides; counts it. Where the same call goes on with
 * another run of the same trials (not `isLast`), no score of this one decides them: that other one will look.
 */
export const createResults = (context: ActivityContext, rates: Rates, { plan, input, run, isLast }: Work) => {
  const { store, decider, worker } = context;
  let counts: FoldCounts = noFolds;
  /** Its key if the fold was stored already, by somebody else than this very call. */
  const storeResult = async (fold: Fold, result: FoldResult, seconds: number | null): Promise<FoldKey | null> => {
    const by = { sweep: input.sweep, worker: worker.id, version: worker.version };
    const isNew = await patiently(async (tries) => {
      const inserted = await insertFold(store, fold.key, result, by);
      return inserted === 'inserted' || (inserted === 'equal' && tries > 1);
    });
    const rate = result.state === 'scored' && seconds !== null ? result.cost / seconds : 0;
    const timing = { seconds: seconds ?? 0, worker: worker.id, host: worker.host, finishedAt: Date.now(), rate };
    await patiently(() =>
      Promise.all([
        isLast || result.state === 'failed' ? decider.decide(plan, input, run.cell, fold.trial) : null,
        isNew && seconds !== null ? insertTiming(store, fold.key, timing) : null,
        isNew && rate > 0 ? rates.add(timing, plan.engine) : null,
      ]),
    );
    const done = result.state === 'scored' ? 1 : 0;
    counts = addCounts(counts, { done, failed: 1 - done, reused: 0 });
    return isNew ? null : fold.key;
  };
  const storeFailures = async (folds: readonly Fold[], failure: MachineFailure): Promise<void> => {
    for (const { trial } of folds) {
      await decider.fail(plan, input, foldFailureId(input.sweep, trial.hash, run.split, input.retry), failure);
      await decider.decide(plan, input, run.cell, trial);
    }
  };
  return { storeResult, storeFailures, counts: () => counts };
};
