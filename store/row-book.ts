import type { Collection } from 'mongodb';
import { lookUps, mapConcurrently } from './concurrently.ts';
import type { SweepUid } from './documents.ts';
import { insertOnce, isSame } from './insert-once.ts';
import type { Store } from './open-store.ts';
import type { BookedRow, RowDocument } from './row-document.ts';
import { rowLogEnd, rowsAt } from './row-log.ts';
import { collection, deleteById, findById, replaceById } from './stored.ts';
import type { Stored } from './stored.ts';

/**
 * Copies of rows, a hundred to a document, for who reads all of them: one of the servers takes as long for one row as for
 * a page of this book. It stands beside the log, whose numbers it follows: page `rows:<n>` has the rows named by the log
 * from n · 100 + 1 on; `absent` are those that were named and had not come. A page is written once, and all but the last
 * few hundred rows of a sweep are in one; where pages are missing (a writer died, an earlier version wrote the rows)
 * readers take the rows themselves.
 */
type PageDocument = Stored & { readonly rows: string; readonly absent: readonly string[] };

export const rowsPerPage = 100;

const bookOf = (store: Store, uid: SweepUid): Collection<PageDocument> => collection(store, `rowlog_${uid}`);
const idOf = (page: number): string => `rows:${page}`;
const pagesIn = (logged: number): number => Math.floor(logged / rowsPerPage);

const booked = (row: RowDocument): BookedRow => {
  const { _id, v, name, index } = row;
  const head = { _id, v, name, index };
  return row.state === 'scored'
    ? { ...head, state: row.state, values: row.values }
    : { ...head, state: row.state, failure: row.failure };
};

/** The page of a log's entry. */
export const pageOf = (n: number): number => Math.floor((n - 1) / rowsPerPage);

/** A page made from the rows that the log names; the log must be longer than the page. */
const makePage = async (
  store: Store,
  uid: SweepUid,
  rows: Collection<RowDocument>,
  page: number,
): Promise<PageDocument> => {
  const named = [...new Set(await rowsAt(store, uid, page * rowsPerPage + 1, rowsPerPage))];
  const found = await mapConcurrently(named, lookUps, async (id) => await findById(rows, id));
  const there = found.filter((row) => row !== null).map(booked);
  const absent = named.filter((_, at) => found[at] === null);
  return { _id: idOf(page), v: 1, rows: JSON.stringify(there), absent };
};

/** Writes a page, once; the log must be longer than the page. */
export const writePage = async (
  store: Store,
  uid: SweepUid,
  rows: Collection<RowDocument>,
  page: number,
): Promise<void> => {
  await insertOnce(bookOf(store, uid), await makePage(store, uid, rows, page));
};

type Page = { readonly rows: readonly BookedRow[]; readonly absent: readonly string[] };

/** A page of the book; null where it is missing. */
export const readPage = async (store: Store, uid: SweepUid, page: number): Promise<Page | null> => {
  const document = await findById(bookOf(store, uid), idOf(page));
  if (document === null) return null;
  return { rows: JSON.parse(document.rows) as readonly BookedRow[], absent: document.absent };
};

/** The pages from `from` on that a log of so many entries is long enough for, in order; null where one is missing. */
export const readPages = async (
  store: Store,
  uid: SweepUid,
  from: number,
  logged: number,
): Promise<readonly (Page | null)[]> => {
  const pages = Array.from({ length: Math.max(0, pagesIn(logged) - from) }, (_, at) => from + at);
  return await mapConcurrently(pages, lookUps, async (page) => await readPage(store, uid, page));
};

/** Forgets all pages: rows are no longer what they were. */
const removeBook = async (store: Store, uid: SweepUid): Promise<void> => {
  const pages = pagesIn((await rowLogEnd(store, uid, 1)) - 1);
  for (let page = 0; page < pages; page++) await deleteById(bookOf(store, uid), idOf(page));
};

/** Writes all pages again, for a log that names more rows than it did. */
export const rewriteBook = async (store: Store, uid: SweepUid, rows: Collection<RowDocument>): Promise<void> => {
  await removeBook(store, uid);
  const pages = pagesIn((await rowLogEnd(store, uid, 1)) - 1);
  for (let page = 0; page < pages; page++) await writePage(store, uid, rows, page);
};

/** Whether a page says what the rows say, or said before they came or under an earlier grid's name. */
const isTrue = (page: PageDocument, rows: readonly BookedRow[]): boolean => {
  const known = new Map(rows.map((row) => [row._id, row]));
  const absent = new Set(page.absent);
  try {
    for (const row of JSON.parse(page.rows) as readonly BookedRow[]) {
      const own = known.get(row._id);
      if (own === undefined || !isSame(row, { ...own, name: row.name, index: row.index })) return false;
      known.delete(row._id);
    }
  } catch {
    return false; // no JSON, or none of rows
  }
  return [...known.keys()].every((id) => absent.has(id));
};

/**
 * Compares every page with the rows and replaces in place what is not what they say; pages that are missing are left so.
 * @returns how many said something wrong
 */
export const correctBook = async (store: Store, uid: SweepUid, rows: Collection<RowDocument>): Promise<number> => {
  const pages = pagesIn((await rowLogEnd(store, uid, 1)) - 1);
  let wrong = 0;
  for (let page = 0; page < pages; page++) {
    const stored = await findById(bookOf(store, uid), idOf(page));
    if (stored === null) continue;
    const made = await makePage(store, uid, rows, page);
    if (isSame(stored, made)) continue;
    if (!isTrue(stored, JSON.parse(made.rows) as readonly BookedRow[])) wrong++;
    await replaceById(bookOf(store, uid), made);
  }
  return wrong;
};
