import type { Plan } from '../activities/plan.ts';
import { trainQueue } from '../core/engine.ts';
import { SweepError } from '../core/errors.ts';
import type { WorkerDocument } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { databaseNow, readSeenAt, readWorkers, removeWorker, replaceWorker } from '../store/workers.ts';

const sayEveryMs = 1_000;
const lookEveryMs = 2_000;
/**
 * A sweep has at least this many activities in flight, so that slots which join find work: one for each child that may be
 * open, so that sweeps of one embedding and of many wait in the queue equally often. At most so many for the history.
 */
const leastWindow = 8;
const largestWindow = 512;

/** What this process knows of the store is void: it was set back to an earlier state. */
const storeWasSetBack = (): SweepError =>
  new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: 'The database was set back to an earlier state while this process worked on it.',
    fix: 'start again from what it holds now: sweep resume',
  });

/**
 * Writes this worker's document every second until it is closed; what it cannot write now it writes a second later.
 * `said`: it has been written, or tried, once. `setBack` rejects when the document is not as this worker left it: a copy
 * of the database was restored, and whatever this process remembers of it (which folds are stored) may not be there.
 */
export const createPresence = (store: Store, describe: () => Omit<WorkerDocument, 'seenAt'>) => {
  let closed = false;
  let written: readonly number[] = []; // what `seenAt` may be: the last, or also one whose writing was not confirmed
  let tellSetBack = (): void => undefined;
  const setBack = new Promise<never>((_, reject) => (tellSetBack = () => reject(storeWasSetBack())));
  setBack.catch(() => undefined); // told to whoever waits for it
  let timer: NodeJS.Timeout | undefined;
  let saying: Promise<void> = Promise.resolve();
  const say = async (): Promise<void> => {
    try {
      const standing = await readSeenAt(store, describe().id);
      if (written.length > 0 && !written.includes(standing ?? -1)) tellSetBack();
      const seenAt = await databaseNow(store);
      written = [...written, seenAt];
      await replaceWorker(store, { ...describe(), seenAt });
      written = [seenAt];
    } catch {
      // The store is away: a document that goes stale says just that.
    }
    if (!closed) timer = setTimeout(() => void (saying = say()), sayEveryMs);
  };
  const said = say();
  saying = said;
  const close = async (): Promise<void> => {
    closed = true;
    clearTimeout(timer);
    await saying;
    await removeWorker(store, describe().id).catch(() => undefined); // likewise
  };
  return { said, setBack, close };
};

/** Who else works, as of at most two seconds ago. */
export const createOthers = (store: Store, own: string) => {
  let read: Promise<Awaited<ReturnType<typeof readWorkers>>> | null = null;
  let readAt = 0;
  const live = async (): Promise<readonly WorkerDocument[]> => {
    if (read === null || Date.now() - readAt > lookEveryMs) {
      readAt = Date.now();
      read = readWorkers(store);
      read.catch(() => (read = null));
    }
    return (await read).live;
  };
  const share = async (plan: Plan, siblings: number): Promise<number> => {
    const queue = trainQueue(plan.engine, plan.sweep.numerics, store.id);
    const slots = (await live())
      .filter((worker) => worker.trainQueue === queue)
      .flatMap((worker) => worker.slots).length;
    const window = Math.min(largestWindow, Math.max(leastWindow, 2 * slots));
    return Math.max(1, Math.ceil(window / siblings));
  };
  const isGone = async (worker: string): Promise<boolean> => {
    const isAmong = (some: readonly WorkerDocument[]): boolean => some.some(({ id }) => id === worker);
    if (worker === own || isAmong(await live())) return false;
    return !isAmong((await readWorkers(store)).live); // it may have come since
  };
  return { share, isGone };
};
