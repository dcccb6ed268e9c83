import type { Collection } from 'mongodb';
import type { TrialHash, TrialRow } from '../core/results.ts';
import type { SweepUid } from './documents.ts';
import { insertOnce, isSame } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { asRow, asRowDocument, failedRowId } from './row-document.ts';
import type { RowDocument } from './row-document.ts';
import { correctBook, pageOf, readPages, rewriteBook, rowsPerPage, writePage } from './row-book.ts';
import { fillRowLog, logRow, rowLogEnd, rowsAt, rowsLogged } from './row-log.ts';
import { lookUps, mapConcurrently } from './concurrently.ts';
import { asStorable, findById, replaceById } from './stored.ts';

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
  const n = await logRow(store, uid, document._id);
  const inserted = await insertOnce(rowsOf(store, uid), document);
  // The page before this one: by now the rows that it names have come.
  if (n % rowsPerPage === 0 && n > rowsPerPage) await writePage(store, uid, rowsOf(store, uid), n / rowsPerPage - 2);
  return inserted;
};

/**
 * Makes a trial's row what its folds say, whatever stands there: at no moment is there none where there was one. `renamed`
 * is one that only said another place or name, as rows of an earlier grid of an amended sweep do.
 */
export const putRow = async (
  store: Store,
  uid: SweepUid,
  row: TrialRow,
  retry: number,
): Promise<'same' | 'made' | 'renamed' | 'corrected'> => {
  const document = asRowDocument(row, retry);
  const before = await findById(rowsOf(store, uid), document._id);
  const isTold = (row: RowDocument): boolean => isSame(row, asStorable(document) as object);
  if (before !== null && isTold(before)) return 'same';
  if (before === null && (await insertRow(store, uid, row, retry)) === 'inserted') return 'made';
  await replaceById(rowsOf(store, uid), document);
  const { name, index } = row;
  return before !== null && isTold({ ...before, name, index }) ? 'renamed' : 'corrected';
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

/** The same from the rows alone, whatever log and book say. */
export const scanRows = async (store: Store, uid: SweepUid, retry: number): Promise<readonly TrialRow[]> =>
  await createRowReader(store, uid, 'scan').read(retry);

/**
 * Makes the log and the copies that readers of many rows take what the rows themselves say.
 * @returns how many documents were gone or said something wrong
 */
export const correctRowBook = async (store: Store, uid: SweepUid): Promise<number> => {
  const filled = await fillRowLog(store, uid);
  const named = await nameRows(store, uid);
  return filled + named + (await correctBook(store, uid, rowsOf(store, uid)));
};

/** For rows that came from elsewhere, which who reads by log and book would not see: names them, and makes the copies again. */
export const completeRowLog = async (store: Store, uid: SweepUid): Promise<void> => {
  if ((await nameRows(store, uid)) > 0) await rewriteBook(store, uid, rowsOf(store, uid));
};

/** Names every row in the log that is not named there. @returns how many were not */
const nameRows = async (store: Store, uid: SweepUid): Promise<number> => {
  const found = rowsOf(store, uid).find({}, { projection: { _id: 1 } });
  const ids = (await found.batchSize(rowsPerAnswer).toArray()).map(({ _id }) => _id);
  const end = await rowLogEnd(store, uid, 1); // after the rows, each of which was named before it came
  const logged = new Set(await rowsAt(store, uid, 1, end - 1));
  const unnamed = ids.filter((id) => !logged.has(id));
  for (const id of unnamed) await logRow(store, uid, id);
  return unnamed.length;
};

/** Reads the rows of a sweep again and again, for somebody who watches. */
export type RowReader = { readonly read: (retry: number) => Promise<readonly TrialRow[]> };

/** Few enough for an answer of 48 MB with rows of hundreds of splits, enough to ask seldom. */
const rowsPerAnswer = 1000;

/** Pages of the book that may be missing before all rows are read instead: each then costs its rows' look-ups. */
const fewPages = 5;

/** More new rows than this are read with all others, in one go. */
const fewRows = 50;

/** The first reading takes all rows, every other one only looks up what came since: a watched sweep costs next to nothing. */
export const createRowReader = (store: Store, uid: SweepUid, first: 'book' | 'scan' = 'book'): RowReader => {
  const known = new Map<string, TrialRow>();
  let awaited = new Set<string>(); // logged, not inserted yet
  let next: number | null = null;
  const lookUp = async (ids: readonly string[]): Promise<void> => {
    awaited = new Set([...awaited, ...ids].filter((id) => !known.has(id)));
    const wanted = [...awaited];
    const found = await mapConcurrently(wanted, lookUps, async (id) => await findById(rowsOf(store, uid), id));
    found.forEach((document, at) => {
      if (document !== null) known.set(wanted[at] as string, asRow(document));
    });
  };
  /** From entry `from` of the log on: by the book, and row by row what is in none of its pages; false where that would be too many. */
  const readBooked = async (from: number, end: number): Promise<boolean> => {
    const first = pageOf(from);
    const pages = await readPages(store, uid, first, end - 1);
    const missing = [...pages.keys()].filter((page) => pages[page] === null);
    if (pages.length + first === 0 || missing.length > fewPages) return false;
    const single = missing.map(async (page) => await rowsAt(store, uid, (first + page) * rowsPerPage + 1, rowsPerPage));
    const behind = (first + pages.length) * rowsPerPage + 1;
    const tail = await rowsAt(store, uid, behind, end - behind);
    for (const page of pages) for (const row of page?.rows ?? []) known.set(row._id, asRow(row));
    await lookUp([...(await Promise.all(single)).flat(), ...tail, ...pages.flatMap((page) => page?.absent ?? [])]);
    return true;
  };
  const readAll = async (from: number): Promise<void> => {
    const end = await rowLogEnd(store, uid, from);
    if (first === 'scan' || !(await readBooked(from, end))) {
      const documents = await rowsOf(store, uid).find().batchSize(rowsPerAnswer).toArray();
      for (const document of documents) known.set(document._id, asRow(document));
    }
    next = end;
  };
  const readNew = async (from: number): Promise<void> => {
    const logged = await rowsLogged(store, uid, from, fewRows);
    if (logged.length === fewRows) return await readAll(from);
    next = from + logged.length;
    await lookUp(logged);
  };
  const read = async (retry: number): Promise<readonly TrialRow[]> => {
    await (next === null ? readAll(1) : readNew(next));
    return [...known]
      .filter(([id, row]) => id === row.trial || (id === failedRowId(row.trial, retry) && !known.has(row.trial)))
      .map(([, row]) => row)
      .toSorted((a, b) => a.index - b.index);
  };
  return { read };
};
