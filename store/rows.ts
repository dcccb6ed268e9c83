import { MongoServerError } from 'mongodb';
import type { StoredMetric, TrialHash, TrialRow } from '../core/results.ts';
import type { SweepUid } from './documents.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { decodeValues, encodeValues, meansOf } from './row-values.ts';
import { findById } from './stored.ts';
import type { Stored } from './stored.ts';

type Scored = Extract<TrialRow, { state: 'scored' }>;
type Failed = Extract<TrialRow, { state: 'failed' }>;

/**
 * `means` is there to be queried; `values` holds every fold's scores exactly (see row-values.ts), since one of the
 * servers takes ten times as long over the same numbers as fields.
 */
type RowDocument = Stored &
  (
    | (Omit<Scored, 'values' | 'f1ByClass'> & {
        readonly means: Readonly<Record<StoredMetric, number | null>>;
        readonly splits: number;
        readonly values: Uint8Array;
      })
    | Failed
  );

/** What servers before 7.0 say of a collection that is not there. */
const namespaceNotFound = 26;

const rowsOf = (store: Store, uid: SweepUid) => store.db.collection<RowDocument>(`rows_${uid}`);

/** A failure that depends on the machine is of one retry; every other row is the trial's own. */
const idOf = (row: TrialRow, retry: number): string =>
  row.state === 'failed' && row.failure.code !== 'DIVERGED' ? `${row.trial}:${retry}` : row.trial;

/** Inserts the row of a decided trial; equal twice is fine, since a row is a pure function of its trial's folds. */
export const insertRow = async (
  store: Store,
  uid: SweepUid,
  row: TrialRow,
  retry: number,
): Promise<'inserted' | 'exists'> => await insertOnce(rowsOf(store, uid), asDocument(row, retry));

/** The row that decides a trial in this retry: its own, or else its failure on a machine in this very retry. */
export const readRow = async (store: Store, uid: SweepUid, trial: TrialHash, retry = 0): Promise<TrialRow | null> => {
  const rows = rowsOf(store, uid);
  const document = (await findById(rows, trial)) ?? (await findById(rows, `${trial}:${retry}`));
  return document === null ? null : asRow(document);
};

/** One row per decided trial, by index: its own where there is one, else its failure on a machine in this very retry. */
export const readRows = async (store: Store, uid: SweepUid, retry: number): Promise<readonly TrialRow[]> => {
  const documents = await rowsOf(store, uid).find().batchSize(100_000).toArray();
  const best = new Map<string, RowDocument>();
  for (const document of documents) {
    if (document._id === document.trial) best.set(document.trial, document);
    else if (document._id === `${document.trial}:${retry}` && !best.has(document.trial))
      best.set(document.trial, document);
  }
  return [...best.values()].map(asRow).toSorted((a, b) => a.index - b.index);
};

/** Forgets all rows of a sweep; they can be made again from its folds. */
export const dropRows = async (store: Store, uid: SweepUid): Promise<void> => {
  try {
    await rowsOf(store, uid).drop();
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === namespaceNotFound)) throw error;
  }
};

const asDocument = (row: TrialRow, retry: number): RowDocument => {
  const _id = idOf(row, retry);
  if (row.state === 'failed') return { _id, v: 1, ...row };
  const { state, trial, name, index, values, f1ByClass, cost } = row;
  const means = meansOf(values);
  const splits = f1ByClass.length;
  return { _id, v: 1, state, trial, name, index, cost, means, splits, values: encodeValues(values, f1ByClass) };
};

const asRow = (document: RowDocument): TrialRow => {
  const { state, trial, name, index } = document;
  if (state === 'failed') return { state, trial, name, index, failure: document.failure };
  const { cost, splits } = document;
  return { state, trial, name, index, ...decodeValues(document.values, splits), cost };
};
