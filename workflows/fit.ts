import { setCurrentDetails } from '@temporalio/workflow';

import type { FitInput, FitOutcome } from '../core/messages.ts';
import { trainOn, untilFree } from './training.ts';

/**
 * One trial on all rows: its word vectors first, then the network, whose activity scores the test rows and stores the
 * result. Ends with how it ended; what it made stands in the store.
 */
export async function fitWorkflow({ name, trainQueue, ...work }: FitInput): Promise<FitOutcome['state']> {
  const train = trainOn(trainQueue);
  setCurrentDetails(`${name}: word vectors of trial ${work.trial}`);
  if ((await untilFree(() => train.trainFitVectors(work))).state === 'failed') return 'failed';
  setCurrentDetails(`${name}: trial ${work.trial} on all rows`);
  return (await untilFree(() => train.trainFit(work))).state;
}
