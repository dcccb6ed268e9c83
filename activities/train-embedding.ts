import type { EmbeddingOutcome, TrainEmbeddingInput } from '../core/messages.ts';
import { runCell } from '../core/space.ts';
import { nextModel } from '../core/space.ts';
import { putBlob } from '../store/blobs.ts';
import { insertEmbedding, readEmbedding } from '../store/embeddings.ts';
import { embeddingFailureId } from '../store/failures.ts';
import type { ActivityContext } from './context.ts';
import { corpusDigest, embeddingKeyOf, scopesOf } from './plan.ts';
import type { EmbeddingTask } from './trainer.ts';
import { createTraining } from './training.ts';

/** Trains the word vectors that all runs of one embedding and scope start from, and stores them once. */
export const createTrainEmbedding = (context: ActivityContext) => {
  const { store } = context;
  const training = createTraining(context);

  const trainEmbedding = async (input: TrainEmbeddingInput): Promise<EmbeddingOutcome> => {
    const plan = await context.readPlan(input.sweep);
    const { embedding, scope, sweep, retry } = input;
    const [trial] = runCell(plan.space, embedding, nextModel(plan.space, embedding, 0) ?? 0).trials;
    const key = trial === undefined ? null : embeddingKeyOf(plan, trial, scope);
    if (trial === undefined || key === null)
      throw new Error(`embedding ${embedding} of sweep ${sweep} trains no vectors`);
    const all = scopesOf(trial) === 'all';
    const { iterations, window } = trial.cell.embedding;
    const what = `word2vec iterations=${iterations},window=${window}${all ? '' : `, fold ${scope + 1}`}`;
    const task: EmbeddingTask = {
      kind: 'embedding',
      corpus: corpusDigest(plan, trial),
      splits: plan.sweep.prepared.splits,
      split: all ? null : scope,
      cell: trial.cell,
    };
    const outcome = await training({
      input,
      key,
      prepare: async () => ((await readEmbedding(store, key)) === null ? { task, folds: [], what } : null),
      onVectors: async ({ bytes, words, size }) => {
        const blob = await putBlob(store, bytes);
        const { id, version } = context.worker;
        await insertEmbedding(store, key, { blob, words, size }, { sweep, worker: id, version });
      },
      onFailed: (failure) => context.decider.fail(plan, input, embeddingFailureId(sweep, key, retry), failure),
    });
    if (outcome === 'diverged') throw new Error(`word vectors ${key} reported a divergence`);
    return { state: outcome };
  };
  return { trainEmbedding };
};
