import type { FitPlan } from '../../activities/plan-fit.ts';
import { readState } from '../../activities/state.ts';
import { controlQueue, trainQueue } from '../../core/engine.ts';
import { fitWorkflowId } from '../../core/messages.ts';
import type { FitInput } from '../../core/messages.ts';
import type { Sweep } from '../../store/documents.ts';
import { fitFailureId, readFailure } from '../../store/failures.ts';
import { interruption } from '../interruption.ts';
import { startOwnWorker } from '../serve.ts';
import type { Session } from '../session.ts';
import { withTemporal } from '../temporal-client.ts';
import { followFit } from './follow-fit.ts';
import type { FitEnd } from './follow-fit.ts';

type Wanted = { readonly fit: FitPlan; readonly id: string };

/** How many fits of this trial a machine has failed before: each is tried anew. */
const failuresBefore = async ({ store }: Session, { uid }: Sweep, { key }: FitPlan): Promise<number> => {
  let retry = 0;
  while ((await readFailure(store, fitFailureId(uid, key, retry))) !== null) retry++;
  return retry;
};

/** Starts the fit's workflow; one that runs already goes on. */
const startFit = async (session: Session, sweep: Sweep, { fit, id }: Wanted, retry: number): Promise<void> => {
  const { store } = session;
  const queue = trainQueue(sweep.engine, sweep.numerics, store.id);
  const { uid, edition, name } = sweep;
  const input: FitInput = { sweep: uid, edition, trial: fit.trial.index, retry, name, trainQueue: queue };
  await withTemporal(session, (client) =>
    client.workflow.start('fitWorkflow', {
      workflowId: fitWorkflowId(store.id, input),
      taskQueue: controlQueue(store.id),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `fit of ${id} of ${sweep.name}`,
    }),
  );
};

/** How many other workers could go on with it. */
const others = async ({ store }: Session, sweep: Sweep, own: string): Promise<number> =>
  (await readState(store, sweep)).workers.filter(({ id, slots }) => id !== own && slots.length > 0).length;

/** How a fit ended; where it was interrupted here, how many others go on with it. */
export type Trained = FitEnd | { readonly state: 'interrupted'; readonly others: number };

/** Trains a trial on all rows, in this process and wherever else workers live, and shows it. */
export const trainAndFollow = async (session: Session, sweep: Sweep, wanted: Wanted): Promise<Trained> => {
  const retry = await failuresBefore(session, sweep, wanted.fit);
  const signal = interruption();
  await startFit(session, sweep, wanted, retry);
  const worker = await startOwnWorker(session, sweep.engine);
  const failure = worker.ended.then(() => new Promise<never>(() => undefined));
  try {
    const end = await Promise.race([followFit(session, sweep, { ...wanted, retry }, signal), failure]);
    if (end !== null) return end;
  } finally {
    await worker.shutdown(); // whatever ended it, what is in flight is handed back
  }
  return { state: 'interrupted', others: await others(session, sweep, worker.id) };
};
