import type { EmbeddingOutcome, TrainEmbeddingInput } from '../core/messages.ts';
import { nextModel, runCell } from '../core/space.ts';
import { embeddingFailureId } from '../store/failures.ts';
import type { ActivityContext } from './context.ts';
import { embeddingKeyOf } from './plan.ts';
import { createTrainVectors } from './train-vectors.ts';

/** Trains the word vectors that all runs of one embedding and scope start from, and stores them once. */
export const createTrainEmbedding = (context: ActivityContext) => {
  const trainVectors = createTrainVectors(context);

  const trainEmbedding = async (input: TrainEmbeddingInput): Promise<EmbeddingOutcome> => {
    const plan = await context.readPlan(input.sweep, input.edition);
    const { embedding, scope, sweep, retry } = input;
    const [trial] = runCell(plan.space, embedding, nextModel(plan.space, embedding, 0) ?? 0).trials;
    const key = trial === undefined ? null : embeddingKeyOf(plan, trial, scope);
    if (trial === undefined || key === null)
      throw new Error(`embedding ${embedding} of sweep ${sweep} trains no vectors`);
    const state = await trainVectors({
      plan,
      trial,
      key,
      split: trial.cell.embedding.fit === 'all' ? null : scope,
      owner: `${sweep}:${embedding}`,
      retry,
      onFailed: (failure) => context.decider.fail(plan, input, embeddingFailureId(sweep, key, retry), failure),
    });
    return { state };
  };
  return { trainEmbedding };
};
