import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';

import type { TrainActivities } from '../core/messages.ts';
import { isGiveUp } from './absence.ts';
import type { ActivityContext } from './context.ts';
import { createTrainEmbedding } from './train-embedding.ts';
import { createTrainFit } from './train-fit.ts';
import { createTrainRuns } from './train-runs.ts';

const longestPauseSeconds = 30;

/**
 * An error of ours or the machine's is tried again after 1, 2, 4 … 30 s and shown in the worker's document; a lost
 * worker, which raises none, after one second.
 */
const slowingDown =
  <Input, Outcome>(context: ActivityContext, activity: (input: Input) => Promise<Outcome>) =>
  async (input: Input): Promise<Outcome> => {
    try {
      return await activity(input);
    } catch (error) {
      if (error instanceof CancelledFailure || !(error instanceof Error)) throw error;
      context.onError(error);
      if (isGiveUp(error)) throw error;
      const { attempt } = Context.current().info;
      const pause = Math.min(longestPauseSeconds, 2 ** Math.min(attempt - 1, 10));
      throw ApplicationFailure.create({ message: error.message, nextRetryDelay: `${pause}s`, cause: error });
    }
  };

/** The activities of the training queue; each holds one slot while it runs. */
export const createTrainActivities = (context: ActivityContext): TrainActivities => {
  const { trainRun } = createTrainRuns(context);
  const { trainEmbedding } = createTrainEmbedding(context);
  const { trainFit, trainFitVectors } = createTrainFit(context);
  return {
    trainRun: slowingDown(context, trainRun),
    trainEmbedding: slowingDown(context, trainEmbedding),
    trainFit: slowingDown(context, trainFit),
    trainFitVectors: slowingDown(context, trainFitVectors),
  };
};
