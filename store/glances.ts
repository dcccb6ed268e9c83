import type { SweepUid } from './documents.ts';
import type { Store } from './open-store.ts';
import { collection, findById, replaceById } from './stored.ts';

/** What somebody who watches a sweep has read of it; `nonce` is another one each time. */
export type Glance = { readonly nonce: string; readonly view: string };

const glancesOf = (store: Store) => collection<Glance>(store, 'glances');

export const readGlance = async (store: Store, uid: SweepUid): Promise<Glance | null> =>
  await findById(glancesOf(store), uid);

/** Replaces what was read before; any writer's will do, since all have read the same store a moment ago. */
export const replaceGlance = async (store: Store, uid: SweepUid, { nonce, view }: Glance): Promise<void> => {
  await replaceById(glancesOf(store), { _id: uid, v: 1, nonce, view });
};
