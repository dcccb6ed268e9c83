import type { SweepUid } from './documents.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, deleteById, findById } from './stored.ts';

/** One row as people query it: scalars and lists of scalars, no `.` in keys. */
export type RankingRow = object;

/** What the best trial may be expected to score on new texts; null: too many folds to tell. */
export type ExpectedBest = { readonly estimate: number; readonly low: number; readonly high: number };

type PageFields = { readonly sweep: SweepUid; readonly page: number; readonly rows: readonly RankingRow[] };
type HeaderFields = {
  readonly sweep: SweepUid;
  readonly edition: number;
  readonly retry: number;
  readonly rows: number;
  readonly pages: number;
  readonly selection?: ExpectedBest | null; // missing: published by a version that knew nothing of it
};

const rowsPerPage = 500;

const headersOf = (store: Store) => collection<HeaderFields>(store, 'rankings');
const pagesOf = (store: Store) => collection<PageFields>(store, 'rankingPages');
const idOf = (uid: SweepUid, edition: number, retry: number): string => `${uid}:${edition}:${retry}`;

/**
 * Stores the last ranking once, 500 rows a document; the header comes last: where there is one, all of it is there. `tell`
 * may take minutes, for which the rows do not wait.
 */
export const publishRanking = async (
  store: Store,
  uid: SweepUid,
  edition: number,
  retry: number,
  rows: readonly RankingRow[],
  tell: () => Promise<ExpectedBest | null>,
): Promise<'inserted' | 'exists'> => {
  const id = idOf(uid, edition, retry);
  if ((await findById(headersOf(store), id)) !== null) return 'exists';
  const pages = Math.ceil(rows.length / rowsPerPage);
  for (let page = 0; page < pages; page++) {
    const some = rows.slice(page * rowsPerPage, (page + 1) * rowsPerPage);
    await insertOnce(pagesOf(store), { _id: `${id}:${page}`, v: 1, sweep: uid, page, rows: some });
  }
  const selection = await tell();
  const header = { _id: id, v: 1 as const, sweep: uid, edition, retry, rows: rows.length, pages, selection };
  return await insertOnce(headersOf(store), header);
};

/** Whether a round's ranking is published, all of it. */
export const hasRanking = async (
  store: Store,
  uid: SweepUid,
  { edition, retry }: { readonly edition: number; readonly retry: number },
): Promise<boolean> => (await findById(headersOf(store), idOf(uid, edition, retry))) !== null;

/** What was published of the best trial beside a round's ranking; undefined where nothing was. */
export const readPublishedSelection = async (
  store: Store,
  uid: SweepUid,
  { edition, retry }: { readonly edition: number; readonly retry: number },
): Promise<ExpectedBest | null | undefined> => (await findById(headersOf(store), idOf(uid, edition, retry)))?.selection;

/** The ranking as published, or null. */
export const readRanking = async (
  store: Store,
  uid: SweepUid,
  edition: number,
  retry: number,
): Promise<readonly RankingRow[] | null> => {
  const id = idOf(uid, edition, retry);
  const header = await findById(headersOf(store), id);
  if (header === null) return null;
  const rows: RankingRow[] = [];
  for (let page = 0; page < header.pages; page++) {
    const found = await findById(pagesOf(store), `${id}:${page}`);
    if (found === null) throw new Error(`ranking ${id}: page ${page + 1} of ${header.pages} is missing`);
    rows.push(...found.rows);
  }
  return rows;
};

/** Forgets a published ranking, header first, so that it can be published again. */
export const removeRanking = async (store: Store, uid: SweepUid, edition: number, retry: number): Promise<void> => {
  const id = idOf(uid, edition, retry);
  await deleteById(headersOf(store), id);
  for (let page = 0; (await findById(pagesOf(store), `${id}:${page}`)) !== null; page++)
    await deleteById(pagesOf(store), `${id}:${page}`);
};
