import type { ProgressDocument, SweepUid } from './documents.ts';
import type { Store } from './open-store.ts';
import { collection, fieldsOf, replaceById } from './stored.ts';

/** A collection per sweep, so that reading it decodes nothing of the others'. */
const progressOf = (store: Store, uid: SweepUid) => collection<ProgressDocument>(store, `progress_${uid}`);

/** Says how far an embedding's folds are; written by that embedding's workflow alone, of this edition. */
export const replaceProgress = async (store: Store, uid: SweepUid, document: ProgressDocument): Promise<void> => {
  await replaceById(progressOf(store, uid), { _id: `${document.edition}:${document.embedding}`, v: 1, ...document });
};

/** All progress documents of a sweep, by edition and embedding. */
export const readProgress = async (store: Store, uid: SweepUid): Promise<readonly ProgressDocument[]> => {
  const documents = await progressOf(store, uid).find().toArray();
  return documents.map(fieldsOf).toSorted((a, b) => a.edition - b.edition || a.embedding - b.embedding);
};
