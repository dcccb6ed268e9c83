import { workerGoneMs } from '../core/timeouts.ts';
import type { SlotState, WorkerDocument } from './documents.ts';
import { firstSchema } from './migrations/all.ts';
import type { Store } from './open-store.ts';
import { collection, deleteById, fieldsOf, findById, onceMore, replaceById } from './stored.ts';

/** Older documents do not say it. */
type WorkerFields = Omit<WorkerDocument, 'id' | 'schema' | 'engine'> &
  Partial<Pick<WorkerDocument, 'schema' | 'engine'>>;

const workersOf = (store: Store) => collection<WorkerFields>(store, 'workers');

const forgottenAfterMs = 24 * 3600 * 1000;

/** Milliseconds since 1970 by the database's clock, the one that all workers share. */
export const databaseNow = async (store: Store): Promise<number> => {
  const { localTime } = await onceMore(async () => await store.db.command({ hello: 1 }));
  return (localTime as Date).getTime();
};

/** A loss that is no number (a run about to diverge) is shown as none. */
const shown = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);
const shownSlot = (slot: SlotState): SlotState => ({
  ...slot,
  loss: shown(slot.loss),
  accuracy: shown(slot.accuracy),
});

/** What a worker says of itself; written by that worker alone, `seenAt` by the database's clock. */
export const replaceWorker = async (store: Store, document: WorkerDocument): Promise<void> => {
  const { id, slots, ...rest } = document;
  await replaceById(workersOf(store), { _id: id, v: 1, ...rest, slots: slots.map(shownSlot) });
};

/** When a worker said last what it does; null where it has not. */
export const readSeenAt = async (store: Store, id: string): Promise<number | null> =>
  (await findById(workersOf(store), id))?.seenAt ?? null;

export const removeWorker = async (store: Store, id: string): Promise<void> => {
  await deleteById(workersOf(store), id);
};

/**
 * The workers that were seen in the last 15 s, and the database's time. A time ahead of the clock by more than that
 * counts as gone too: the clock was set back, and a living worker says so within a second.
 */
export const readWorkers = async (
  store: Store,
): Promise<{ readonly now: number; readonly live: readonly WorkerDocument[] }> => {
  const documents = await workersOf(store).find().toArray();
  const now = await databaseNow(store);
  for (const { _id, seenAt } of documents) {
    if (now - seenAt > forgottenAfterMs) await deleteById(workersOf(store), _id);
  }
  const live = documents
    .filter(({ seenAt }) => Math.abs(now - seenAt) <= workerGoneMs)
    .map((document) => ({ id: document._id, schema: firstSchema, engine: 'wasm' as const, ...fieldsOf(document) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { now, live };
};
