import { Context } from '@temporalio/activity';

import type { Digest } from '../core/canonical.ts';
import type { FoldCounts, Round, RunOutcome, TrainRunInput } from '../core/messages.ts';
import { addCounts, noFolds } from '../core/messages.ts';
import { readEmbedding } from '../store/embeddings.ts';
import type { ActivityContext } from './context.ts';
import { isFailure, runsOf } from './decide.ts';
import { corpusDigest, embeddingKeyOf, fileVectorsOf, planRunAt } from './plan.ts';
import type { Plan, RunPlan } from './plan.ts';
import { createRates, createResults } from './run-results.ts';
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

type OneRun = { readonly run: number; readonly scored: number; readonly isLast: boolean };
type Ended = Pick<RunOutcome, 'state' | 'counts'>;

/**
 * Trains one run: stores each fold when its epoch is reached, and the row of every trial that this decides. Safe to run
 * twice, because every insert is the same insert; a diverged fold is a value, not an exception.
 */
export const createTrainRun = (context: ActivityContext) => {
  const training = createTraining(context);
  const rates = createRates(context.store);

  return async (plan: Plan, input: TrainRunInput, { run: at, scored, isLast }: OneRun): Promise<Ended> => {
    const run = planRunAt(plan, input.embedding, at);
    if (run === null) return { state: 'known', counts: noFolds };
    let missing: readonly Fold[] = [];
    let known: FoldCounts = noFolds;
    /** Looked at once no other sweep can train this run: what another has stored until then is not trained again. */
    const prepare = async () => {
      const found = await lookAtFolds(context, plan, input, run);
      // Stored since the workflow looked: by another sweep, or by an attempt of this activity that could not say so.
      const since = found.scored - scored;
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
    const results = createResults(context, rates, { plan, input, run, isLast });
    const state = await training({
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
    return { state, counts: addCounts(known, results.counts()) };
  };
};
