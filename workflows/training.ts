import { ActivityCancellationType, proxyActivities, sleep } from '@temporalio/workflow';
import type { ActivityInterfaceFor } from '@temporalio/workflow';

import type { TrainActivities } from '../core/messages.ts';
import { heartbeatTimeoutMs, waitForClaimMs } from '../core/timeouts.ts';

/** The activities of a training queue; a lost worker's are tried again after a second, for ever. */
export const trainOn = (taskQueue: string): ActivityInterfaceFor<TrainActivities> =>
  proxyActivities<TrainActivities>({
    taskQueue,
    startToCloseTimeout: '30 days',
    heartbeatTimeout: heartbeatTimeoutMs,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, // until its checkpoint is stored
    retry: { initialInterval: '1s', backoffCoefficient: 1 },
  });

/** Asks again while somebody else trains the same thing. */
export const untilFree = async <Outcome extends { readonly state: string }>(
  ask: () => Promise<Outcome>,
): Promise<Outcome> => {
  for (;;) {
    const outcome = await ask();
    if (outcome.state !== 'waiting') return outcome;
    await sleep(waitForClaimMs);
  }
};
