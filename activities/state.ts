import { trainQueue } from '../core/engine.ts';
import type { Wishes } from '../core/messages.ts';
import type { Sweep, WorkerDocument } from '../store/documents.ts';
import { readMark } from '../store/marks.ts';
import type { Store } from '../store/open-store.ts';
import { readWorkers } from '../store/workers.ts';
import { doneMark } from './publish.ts';
import { readWishes } from './wishes.ts';

export type SweepState = 'running' | 'paused' | 'stopped' | 'interrupted' | 'done';

/** State is read, not stored: from what people asked for, what is known to be done, and who lives. */
export type StateNow = {
  readonly state: SweepState;
  readonly wishes: Wishes;
  readonly workers: readonly WorkerDocument[]; // that could serve it
  readonly now: number; // ms, the database's clock
};

export const readState = async (store: Store, sweep: Sweep): Promise<StateNow> => {
  const wishes = await readWishes(store, sweep.uid);
  const { now, live } = await readWorkers(store);
  const queue = trainQueue(sweep.engine, sweep.numerics, store.id);
  const workers = live.filter((worker) => worker.trainQueue === queue);
  const stateOf = async (): Promise<SweepState> => {
    if ((await readMark(store, doneMark(sweep.uid, wishes))) !== null) return 'done';
    if (wishes.wish === 'pause') return 'paused';
    if (wishes.wish === 'stop') return 'stopped';
    const orchestrated = live.some(({ orchestrates }) => orchestrates);
    const serves = workers.some(({ slots }) => slots.some(({ state }) => state !== 'lost'));
    return orchestrated && serves ? 'running' : 'interrupted';
  };
  return { state: await stateOf(), wishes, workers, now };
};
