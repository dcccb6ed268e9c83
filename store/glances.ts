import type { SweepUid } from './documents.ts';
import type { Store } from './open-store.ts';
import { collection, findById, replaceById } from './stored.ts';

/** What somebody who watches a sweep has read of it; `nonce` is another one each time, `everyMs` when others are to look. */
export type Glance = { readonly nonce: string; readonly view: string; readonly everyMs?: number };

/** Looks at what another has read, counted roughly: of two who count at once one may be lost. */
type Looks = { readonly looks: number };

const glancesOf = (store: Store) => collection<Glance>(store, 'glances');

export const readGlance = async (store: Store, uid: SweepUid): Promise<Glance | null> =>
  await findById(glancesOf(store), uid);

/** Replaces what was read before; any writer's will do, since all have read the same store a moment ago. */
export const replaceGlance = async (store: Store, uid: SweepUid, glance: Glance): Promise<void> => {
  await replaceById(glancesOf(store), { _id: uid, v: 1, ...glance });
};

const looksOf = (store: Store) => collection<Looks>(store, 'glances');

export const readLooks = async (store: Store, uid: SweepUid): Promise<number> =>
  (await findById(looksOf(store), `${uid}:looks`))?.looks ?? 0;

/** Adds to the looks that were counted. */
export const addLooks = async (store: Store, uid: SweepUid, looks: number): Promise<void> => {
  const before = await readLooks(store, uid);
  await replaceById(looksOf(store), { _id: `${uid}:looks`, v: 1, looks: before + looks });
};
