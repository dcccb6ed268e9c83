import { MongoServerError } from 'mongodb';
import type { Collection } from 'mongodb';
import type { TrialHash, TrialRow } from '../core/results.ts';
import type { SweepUid } from './documents.ts';
import { insertOnce, isSame } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { asRow, asRowDocument, failedRowId } from './row-document.ts';
import type { RowDocument } from './row-document.ts';
import { logRow, rowLogEnd, rowsLogged } from './row-log.ts';
import { asStorable, findById, replaceById } from './stored.ts';

/** What servers before 7.0 say of a collection that is not there. */
const namespaceNotFound = 26;

const rowsOf = (store: Store, uid: SweepUid): Collection<RowDocument> => store.db.collection(`rows_${uid}`);

/** Inserts the row of a decided trial; equal twice is fine, since a row is a pure function of its trial's folds. */
export const insertRow = async (
  store: Store,
  uid: SweepUid,
  row: TrialRow,
  retry: number,
): Promise<'inserted' | 'exists'> => {
  const document = asRowDocument(row, retry);
  if ((await findById(rowsOf(store, uid), document._id)) !== null) return 'exists';
  await logRow(store, uid, document._id);
  return await insertOnce(rowsOf(store, uid), document);
};

/** Makes a trial's row what its folds say, whatever stands there: at no moment is there none where there was one. */
export const putRow = async (
  store: Store,
  uid: SweepUid,
  row: TrialRow,
  retry: number,
): Promise<'same' | 'made' | 'corrected'> => {
  const document = asRowDocument(row, retry);
  const before = await findById(rowsOf(store, uid), document._id);
  if (before !== null && isSame(before, asStorable(document) as object)) return 'same';
  if (before === null && (await insertRow(store, uid, row, retry)) === 'inserted') return 'made';
  await replaceById(rowsOf(store, uid), document);
  return 'corrected';
};

/** The row that decides a trial in this retry: its own, or else its failure on a machine in this very retry. */
export const readRow = async (
  store: Store,
  uid: SweepUid,
  trial: TrialHash,
  retry: number,
): Promise<TrialRow | null> => {
  const rows = rowsOf(store, uid);
  const document = (await findById(rows, trial)) ?? (await findById(rows, failedRowId(trial, retry)));
  return document === null ? null : asRow(document);
};

/** One row per decided trial, by index: its own where there is one, else its failure on a machine in this very retry. */
export const readRows = async (store: Store, uid: SweepUid, retry: number): Promise<readonly TrialRow[]> =>
  await createRowReader(store, uid).read(retry);

/** Reads the rows of a sweep again and again, for somebody who watches. */
export type RowReader = { readonly read: (retry: number) => Promise<readonly TrialRow[]> };

/** Few enough for an answer of 48 MB with rows of hundreds of splits, enough to ask seldom. */
const rowsPerAnswer = 1000;

/** More new rows than this are read with all others, in one go. */
const fewRows = 50;

/** The first reading takes all rows, every other one only looks up what came since: a watched sweep costs next to nothing. */
export const createRowReader = (store: Store, uid: SweepUid): RowReader => {
  const known = new Map<string, TrialRow>();
  let awaited = new Set<string>(); // logged, not inserted yet
  let next: number | null = null;
  const readAll = async (): Promise<void> => {
    next = await rowLogEnd(store, uid, next ?? 1);
    const documents = await rowsOf(store, uid).find().batchSize(rowsPerAnswer).toArray();
    for (const document of documents) known.set(document._id, asRow(document));
  };
  const readNew = async (from: number): Promise<void> => {
    const logged = await rowsLogged(store, uid, from, fewRows);
    if (logged.length === fewRows) return await readAll();
    next = from + logged.length;
    awaited = new Set([...awaited, ...logged].filter((id) => !known.has(id)));
    for (const id of awaited) {
      const document = await findById(rowsOf(store, uid), id);
      if (document !== null) known.set(id, asRow(document));
    }
  };
  const read = async (retry: number): Promise<readonly TrialRow[]> => {
    await (next === null ? readAll() : readNew(next));
    return [...known]
      .filter(([id, row]) => id === row.trial || (id === failedRowId(row.trial, retry) && !known.has(row.trial)))
      .map(([, row]) => row)
      .toSorted((a, b) => a.index - b.index);
  };
  return { read };
};

/** Forgets all rows of a sweep; they can be made again from its folds. */
export const dropRows = async (store: Store, uid: SweepUid): Promise<void> => {
  try {
    await rowsOf(store, uid).drop();
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === namespaceNotFound)) throw error;
  }
};
