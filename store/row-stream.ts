import type { TrialRow } from '../core/results.ts';
import { lookUps, mapConcurrently, mapInOrder } from './concurrently.ts';
import type { SweepUid } from './documents.ts';
import type { Store } from './open-store.ts';
import { readPage, rowsPerPage } from './row-book.ts';
import { asRow } from './row-document.ts';
import type { BookedRow, RowDocument } from './row-document.ts';
import { rowLogEnd, rowsAt } from './row-log.ts';
import { findById } from './stored.ts';

/** A row under its `_id`, which is the trial, or trial and retry where a machine failed it. */
export type IdentifiedRow = { readonly id: string; readonly row: TrialRow };

/** Pages asked for ahead of whoever takes them. */
const pagesAhead = 4;

const identified = (document: BookedRow): IdentifiedRow => ({ id: document._id, row: asRow(document) });

/**
 * All rows of a sweep some at a time, roughly in the order in which they were decided, so that a sweep of any size takes
 * little memory. A row may come twice, and rows of all retries come.
 */
export async function* streamRows(store: Store, uid: SweepUid): AsyncGenerator<readonly IdentifiedRow[]> {
  const rows = store.db.collection<RowDocument>(`rows_${uid}`);
  const end = await rowLogEnd(store, uid, 1);
  const pages = Math.ceil((end - 1) / rowsPerPage);
  const lookUp = async (ids: readonly string[]): Promise<readonly RowDocument[]> => {
    const found = await mapConcurrently([...new Set(ids)], lookUps, async (id) => await findById(rows, id));
    return found.filter((row) => row !== null);
  };
  const read = async (page: number): Promise<readonly IdentifiedRow[]> => {
    const count = Math.min(rowsPerPage, end - 1 - page * rowsPerPage);
    const booked = count < rowsPerPage ? null : await readPage(store, uid, page);
    if (booked !== null) return [...booked.rows, ...(await lookUp(booked.absent))].map(identified);
    return (await lookUp(await rowsAt(store, uid, page * rowsPerPage + 1, count))).map(identified);
  };
  if (pages > 1) return yield* mapInOrder(Array.from({ length: pages }).keys(), pagesAhead, read);
  // Few rows, or rows of a version that kept no log.
  const batch: IdentifiedRow[] = [];
  for await (const document of rows.find().batchSize(rowsPerPage)) {
    batch.push(identified(document));
    if (batch.length === rowsPerPage) yield batch.splice(0);
  }
  yield batch;
}
