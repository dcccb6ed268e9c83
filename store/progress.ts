import type { ProgressDocument, SweepUid } from './documents.ts';
import type { Store } from './open-store.ts';
import { collection, fieldsOf, findById, replaceById } from './stored.ts';

/** What an embedding's folds were at some moment: `trained` = scored and not known before. */
export type ProgressMoment = { readonly at: number; readonly trained: number };
export type ProgressRecord = ProgressDocument & { readonly recent: readonly ProgressMoment[] }; // oldest first

/** At one every two seconds, the last half minute and a little more; of slow folds, the last hours. */
const keptMoments = 20;

/** A collection per sweep, so that reading it decodes nothing of the others'. */
const progressOf = (store: Store, uid: SweepUid) => collection<ProgressRecord>(store, `progress_${uid}`);

/** Says how far an embedding's folds are; written by that embedding's workflow alone, of this edition. */
export const replaceProgress = async (store: Store, uid: SweepUid, document: ProgressDocument): Promise<void> => {
  const _id = `${document.edition}:${document.embedding}`;
  const before = await findById(progressOf(store, uid), _id);
  const known = before?.retry === document.retry ? before.recent : []; // a retry counts anew
  const moment = { at: Date.now(), trained: document.done - document.reused };
  const recent = [...known, moment].slice(-keptMoments);
  await replaceById(progressOf(store, uid), { _id, v: 1, ...document, recent });
};

/** All progress documents of a sweep, by edition and embedding. */
export const readProgress = async (store: Store, uid: SweepUid): Promise<readonly ProgressRecord[]> => {
  const documents = await progressOf(store, uid).find().toArray();
  return documents.map(fieldsOf).toSorted((a, b) => a.edition - b.edition || a.embedding - b.embedding);
};
