import { Context } from '@temporalio/activity';

import type { Digest } from '../core/canonical.ts';
import type { FoldCounts, Round, RunOutcome, TrainRunInput } from '../core/messages.ts';
import { addCounts, noFolds } from '../core/messages.ts';
import type { FoldKey, FoldResult } from '../core/results.ts';
import { readEmbedding } from '../store/embeddings.ts';
import { foldFailureId } from '../store/failures.ts';
import { insertFold } from '../store/folds.ts';
import type { MachineFailure, Timing } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { appendRate, insertTiming } from '../store/timings.ts';
import type { ActivityContext } from './context.ts';
import { isFailure, runsOf } from './decide.ts';
import { patiently } from './patiently.ts';
import { corpusDigest, embeddingKeyOf, fileVectorsOf, planRunAt } from './plan.ts';
import type { Plan, RunPlan } from './plan.ts';
import type { RunTask, TrainedFold } from './trainer.ts';
import { createTraining } from './training.ts';

type Fold = RunPlan['folds'][number];

/** The folds of a run that are neither stored nor above a failure of their trial, and how many are scored. */
const lookAtFolds = async (
  context: ActivityContext,
  plan: Plan,
  round: Round,
  run: RunPlan,
): Promise<{ readonly missing: readonly Fold[]; readonly scored: number }> => {
  const upTo = runsOf(plan, run.cell.embedding, run.cell.model).slice(0, run.split + 1);
  const standings = await context.decider.standings(plan, round, upTo);
  const missing = run.folds.filter((_, at) => {
    const found = standings[at] ?? [];
    return found[run.split]?.state === 'missing' && !found.slice(0, run.split).some(isFailure);
  });
  const scored = standings.filter((found) => {
    const standing = found[run.split];
    return standing?.state === 'known' && standing.head.state === 'scored';
  }).length;
  return { missing, scored };
};

const vectorsOf = async (context: ActivityContext, plan: Plan, run: RunPlan) => {
  const { trial } = run.folds[0] as Fold;
  const ofFile = fileVectorsOf(plan, trial);
  if (ofFile !== null) return ofFile.blob;
  const key = embeddingKeyOf(plan, trial, run.split);
  if (key === null) return null;
  const embedding = await readEmbedding(context.store, key);
  if (embedding === null) throw new Error(`the word vectors ${key} of run ${run.key} are not in the store`);
  return embedding.blob;
};

type Rates = { readonly add: (timing: Timing) => Promise<void> };

/** Rates are there for estimates: one in three seconds says enough. */
const ratesEveryMs = 3_000;

const createRates = (store: Store): Rates => {
  let addedAt = -Infinity;
  const add = async (timing: Timing): Promise<void> => {
    if (performance.now() - addedAt < ratesEveryMs) return;
    addedAt = performance.now();
    await appendRate(store, timing);
  };
  return { add };
};

/** Stores what a run's trainer hands over, and the rows that this decides; counts it. */
const createResults = (context: ActivityContext, rates: Rates, plan: Plan, input: TrainRunInput, run: RunPlan) => {
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
        decider.decide(plan, input, run.cell, fold.trial),
        isNew && seconds !== null ? insertTiming(store, fold.key, timing) : null,
        isNew && rate > 0 ? rates.add(timing) : null,
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

const taskOf = (plan: Plan, run: RunPlan, missing: readonly Fold[], vectors: Digest | null): RunTask => {
  const { trial } = missing[0] as Fold;
  const { split, repeat, fold } = run;
  const epochs = missing.map((each) => each.trial.cell.train.epochs);
  const { splits } = plan.sweep.prepared;
  return {
    kind: 'run',
    corpus: corpusDigest(plan, trial),
    splits,
    split,
    repeat,
    fold,
    vectors,
    cell: trial.cell,
    epochs,
  };
};

/**
 * Trains one run: stores each fold when its epoch is reached, and the row of every trial that this decides. Safe to run
 * twice, because every insert is the same insert; a diverged fold is a value, not an exception.
 */
export const createTrainRun = (context: ActivityContext) => {
  const training = createTraining(context);
  const rates = createRates(context.store);

  const trainRun = async (input: TrainRunInput): Promise<RunOutcome> => {
    const plan = await context.readPlan(input.sweep);
    const run = planRunAt(plan, input.embedding, input.run);
    const end = async (state: RunOutcome['state'], counts: FoldCounts): Promise<RunOutcome> => ({
      state,
      counts,
      width: await context.share(plan, input.siblings),
    });
    if (run === null) return end('known', noFolds);
    let missing: readonly Fold[] = [];
    let known: FoldCounts = noFolds;
    /** Looked at once no other sweep can train this run: what another has stored until then is not trained again. */
    const prepare = async () => {
      const found = await lookAtFolds(context, plan, input, run);
      // Stored since the workflow looked: by another sweep, or by an attempt of this activity that could not say so.
      const since = found.scored - input.scored;
      known = { done: since, failed: 0, reused: Context.current().info.attempt === 1 ? since : 0 };
      ({ missing } = found);
      if (missing.length === 0) return null;
      return {
        task: taskOf(plan, run, missing, await vectorsOf(context, plan, run)),
        folds: missing.map(({ key }) => key),
        what: `${missing.at(-1)?.trial.name}, fold ${run.split + 1}`,
      };
    };
    const foldAt = (epochs: number): Fold => missing.find(({ trial }) => trial.cell.train.epochs === epochs) as Fold;
    const results = createResults(context, rates, plan, input, run);
    const outcome = await training({
      sweep: input.sweep,
      retry: input.retry,
      owner: `${input.sweep}:${input.embedding}`,
      key: run.key,
      prepare,
      onFold: ({ epochs, result, seconds }: TrainedFold) => results.storeResult(foldAt(epochs), result, seconds),
      onDiverged: async ({ epoch, message }) => {
        const late = missing.filter(({ trial }) => trial.cell.train.epochs >= epoch);
        for (const fold of late) {
          await results.storeResult(fold, { state: 'failed', code: 'DIVERGED', epoch, message }, null);
        }
      },
      onFailed: (failure) => results.storeFailures(missing, failure),
    });
    return end(outcome, addCounts(known, results.counts()));
  };
  return { trainRun };
};
