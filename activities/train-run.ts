import { Context } from '@temporalio/activity';

import type { Digest } from '../core/canonical.ts';
import type { FoldCounts, Round, RunOutcome, TrainRunInput } from '../core/messages.ts';
import { addCounts, noFolds } from '../core/messages.ts';
import type { MachineFailure } from '../store/documents.ts';
import { readEmbedding } from '../store/embeddings.ts';
import type { ActivityContext } from './context.ts';
import { isFailure, runsOf } from './decide.ts';
import { corpusDigest, embeddingKeyOf, fileVectorsOf, planRunAt, scopesOf } from './plan.ts';
import type { Plan, RunPlan } from './plan.ts';
import { createTrainEmbedding } from './train-embedding.ts';
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

/** The blob of the vectors that a run starts from, null where it learns from random ones; `gone`: they have to be trained again. */
const vectorsOf = async (context: ActivityContext, plan: Plan, run: RunPlan): Promise<Digest | 'gone' | null> => {
  const { trial } = run.folds[0] as Fold;
  const ofFile = fileVectorsOf(plan, trial);
  if (ofFile !== null) return ofFile.blob;
  const key = embeddingKeyOf(plan, trial, run.split);
  if (key === null) return null;
  return (await readEmbedding(context.store, key))?.blob ?? 'gone';
};

const scopeOf = (plan: Plan, run: RunPlan): number => {
  const { trial } = run.folds[0] as Fold;
  return scopesOf(plan, trial) === 'all' ? 0 : run.split;
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
  const { trainEmbedding } = createTrainEmbedding(context);

  return async (plan: Plan, input: TrainRunInput, { run: at, scored, isLast }: OneRun): Promise<Ended> => {
    const run = planRunAt(plan, input.embedding, at);
    if (run === null) return { state: 'known', counts: noFolds };
    let missing: readonly Fold[] = [];
    let known: FoldCounts = noFolds;
    let areGone = false; // the vectors: the database was set back since the workflow had them trained
    /** Looked at once no other sweep can train this run: what another has stored until then is not trained again. */
    const prepare = async () => {
      const found = await lookAtFolds(context, plan, input, run);
      // Stored since the workflow looked: by another sweep, or by an attempt of this activity that could not say so.
      const since = found.scored - scored;
      known = { done: since, failed: 0, reused: Context.current().info.attempt === 1 ? since : 0 };
      ({ missing } = found);
      if (missing.length === 0) return null;
      const vectors = await vectorsOf(context, plan, run);
      areGone = vectors === 'gone';
      if (vectors === 'gone') return null;
      return {
        task: taskOf(plan, run, missing, vectors),
        folds: missing.map(({ key }) => key),
        what: `${missing.at(-1)?.trial.name}, fold ${run.split + 1}`,
      };
    };
    const foldAt = (epochs: number): Fold => missing.find(({ trial }) => trial.cell.train.epochs === epochs) as Fold;
    const results = createResults(context, rates, { plan, input, run, isLast });
    const job = {
      sweep: input.sweep,
      retry: input.retry,
      owner: `${input.sweep}:${input.embedding}`,
      key: run.key,
      prepare,
      onFold: ({ epochs, result, seconds }: TrainedFold) => results.storeResult(foldAt(epochs), result, seconds),
      onDiverged: async ({ epoch, message }: { readonly epoch: number; readonly message: string }) => {
        const late = missing.filter(({ trial }) => trial.cell.train.epochs >= epoch);
        for (const fold of late) {
          await results.storeResult(fold, { state: 'failed', code: 'DIVERGED', epoch, message }, null);
        }
      },
      onFailed: (failure: MachineFailure) => results.storeFailures(missing, failure),
    };
    const first = await training(job);
    if (areGone) {
      const { state } = await trainEmbedding({ ...input, scope: scopeOf(plan, run) });
      if (state === 'waiting' || state === 'failed') return { state, counts: noFolds };
    }
    const state = areGone ? await training(job) : first;
    if (areGone) throw new Error(`the word vectors of run ${run.key} are not in the store`);
    return { state, counts: addCounts(known, results.counts()) };
  };
};
