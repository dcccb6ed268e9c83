import type { Digest } from '../core/canonical.ts';
import type { Sweep } from './documents.ts';
import { drawId } from './draw-id.ts';
import { noneFreeing } from './freeing.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, deleteById, onceMore } from './stored.ts';
import { checkedSweep, fromStored } from './sweep-shape.ts';
import { databaseNow } from './workers.ts';

/** What is about to be led to, by a document that is not there yet: a sweep with all that it reaches, or some blobs. */
export type Held =
  | { readonly kind: 'sweep'; readonly sweep: Sweep }
  | { readonly kind: 'blobs'; readonly digests: readonly Digest[] };

/** `what` is JSON, since a sweep holds arrays in arrays. */
type HoldFields = { readonly kind: Held['kind']; readonly what: string; readonly at: number }; // ms, the database's clock

const holdsOf = (store: Store) => collection<HoldFields>(store, 'holds');

const renewEveryMs = 60_000;
/** A hold that nobody has renewed for so long is nobody's. */
const holdGoneMs = 3600_000;

/** Keeps saying that it is still wanted; one that was taken for nobody's meanwhile does not come back. */
const renew = (store: Store, id: string): NodeJS.Timeout => {
  const say = async (): Promise<void> => {
    const at = await databaseNow(store);
    await holdsOf(store).updateOne({ _id: id }, { $set: { at } });
  };
  return setInterval(() => void say().catch(() => undefined), renewEveryMs).unref();
};

const isReleased = async (store: Store, id: string): Promise<boolean> =>
  (await onceMore(async () => await holdsOf(store).deleteOne({ _id: id }))).deletedCount === 1;

/**
 * Does something that reads or stores results and then inserts the document that leads to them, so that nobody frees
 * them in between: `work` is done while the hold stands, and once more where the hold was taken for nobody's meanwhile
 * (the process was stopped for an hour). So `work` must be safe to do twice.
 */
export const holding = async <Result>(store: Store, held: Held, work: () => Promise<Result>): Promise<Result> => {
  const what = JSON.stringify(held.kind === 'sweep' ? held.sweep : held.digests);
  for (;;) {
    const id = drawId(12);
    await insertOnce(holdsOf(store), { _id: id, v: 1, kind: held.kind, what, at: await databaseNow(store) });
    const timer = renew(store, id);
    let released = false;
    try {
      await noneFreeing(store); // who deletes now has looked before the hold was there; who begins later sees it
      const result = await work();
      released = await isReleased(store, id);
      if (released) return result;
    } finally {
      clearInterval(timer);
      if (!released) await deleteById(holdsOf(store), id).catch(() => undefined); // it goes by itself after an hour
    }
  }
};

/**
 * All holds that somebody still wants, by their ids; removes the others.
 * @throws {SweepError} INVALID_DATA where one holds what no program of ours has written: then nothing may be freed
 */
export const readHolds = async (store: Store): Promise<ReadonlyMap<string, Held>> => {
  const documents = await holdsOf(store).find().toArray();
  const now = documents.length === 0 ? 0 : await databaseNow(store);
  const held = new Map<string, Held>();
  for (const { _id, kind, what, at } of documents) {
    if (now - at > holdGoneMs) await deleteById(holdsOf(store), _id);
    else if (kind === 'sweep')
      held.set(_id, { kind, sweep: checkedSweep(fromStored(() => JSON.parse(what) as Sweep)) });
    else held.set(_id, { kind, digests: JSON.parse(what) as readonly Digest[] });
  }
  return held;
};
