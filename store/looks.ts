import type { Digest } from '../core/canonical.ts';
import type { FitKey, SweepUid } from './documents.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection } from './stored.ts';

/** That a fit's model was about to score test rows: who looks at the same rows twice may choose by them. */
export type Look = {
  readonly rows: Digest; // of the test rows as they were read
  readonly fit: FitKey; // whose document has the score, where it came to one
  readonly sweep: SweepUid;
  readonly sweepName: string;
  readonly id: string; // the trial's short id, then
  readonly trial: string; // its name
  readonly at: number; // ms, the database's clock
};

const looksOf = (store: Store) => collection<Look>(store, 'looks');

/** Records a look before the rows are scored; the same fit looks once. */
export const insertLook = async (store: Store, look: Look): Promise<'inserted' | 'exists'> =>
  await insertOnce(looksOf(store), { _id: `${look.rows}:${look.fit}`, v: 1, ...look });

/** All looks at some test rows, whatever sweep they were of, the first first; reads the whole collection. */
export const readLooks = async (store: Store, rows: Digest): Promise<readonly Look[]> => {
  const documents = await looksOf(store).find({ rows }).toArray();
  return documents
    .toSorted((a, b) => a.at - b.at || (a._id < b._id ? -1 : 1))
    .map(({ fit, sweep, sweepName, id, trial, at }) => ({ rows, fit, sweep, sweepName, id, trial, at }));
};
