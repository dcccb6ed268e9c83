import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, findById } from './stored.ts';

/** Counts of folds, as they stood when something became final. */
export type Mark = { readonly done: number; readonly failed: number };

const marksOf = (store: Store) => collection<Mark & { readonly at: number }>(store, 'marks');

/** Says once and for ever that something is final: a page of a sweep that is decided, a sweep that is done. */
export const insertMark = async (store: Store, id: string, { done, failed }: Mark): Promise<'inserted' | 'exists'> =>
  await insertOnce(marksOf(store), { _id: id, v: 1, done, failed, at: Date.now() });

export const readMark = async (store: Store, id: string): Promise<Mark | null> => {
  const document = await findById(marksOf(store), id);
  return document === null ? null : { done: document.done, failed: document.failed };
};

/** When something became final, in ms since 1970; null where it has not. */
export const readMarkTime = async (store: Store, id: string): Promise<number | null> =>
  (await findById(marksOf(store), id))?.at ?? null;
