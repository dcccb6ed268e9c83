import { drawId } from './draw-id.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, findById, onceMore } from './stored.ts';

type ClaimFields = { readonly worker: string; readonly owner: string; readonly nonce: string };

/** Who claims, and how it learns that the worker of a claim in its way is gone. */
export type Claimant = {
  readonly worker: string;
  readonly owner: string; // whose claims are replaced by its own next one: a sweep's embedding
  readonly isGone: (worker: string) => Promise<boolean>;
};

const claimsOf = (store: Store) => collection<ClaimFields>(store, 'claims');

/**
 * Claims a run or embedding for an owner, so that others wait instead of training it too. One's own claim, or that of a
 * worker that is gone, is replaced. Two that replace the same claim at once may both be told `claimed`:
 * a claim saves work, and no result depends on it.
 */
export const claim = async (
  store: Store,
  key: string,
  { worker, owner, isGone }: Claimant,
): Promise<'claimed' | 'held'> => {
  for (;;) {
    const document = { _id: key, v: 1 as const, worker, owner, nonce: drawId(8) };
    if ((await insertOnce(claimsOf(store), document)) === 'inserted') return 'claimed';
    const standing = await findById(claimsOf(store), key);
    if (standing === null) continue; // released since
    if (standing.owner !== owner && !(await isGone(standing.worker))) return 'held';
    await onceMore(async () => await claimsOf(store).deleteOne({ _id: key, nonce: standing.nonce }));
  }
};

/** Gives a claim back, if it is still this worker's. */
export const release = async (store: Store, key: string, worker: string): Promise<void> => {
  await onceMore(async () => await claimsOf(store).deleteOne({ _id: key, worker }));
};
