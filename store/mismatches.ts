import type { Mismatch, SweepUid } from './documents.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, fieldsOf } from './stored.ts';

const mismatchesOf = (store: Store) => collection<Mismatch>(store, 'mismatches');

/** Records that another result was found under a key; the same one found again is the same mismatch. */
export const insertMismatch = async (store: Store, mismatch: Mismatch): Promise<'inserted' | 'exists'> =>
  await insertOnce(mismatchesOf(store), { _id: `${mismatch.key}:${mismatch.found}`, v: 1, ...mismatch });

/** All mismatches, or those that a sweep found, the oldest first. */
export const readMismatches = async (store: Store, uid?: SweepUid): Promise<readonly Mismatch[]> => {
  const documents = await mismatchesOf(store)
    .find(uid === undefined ? {} : { sweep: uid })
    .toArray();
  return documents.map(fieldsOf).toSorted((a, b) => a.at - b.at);
};
