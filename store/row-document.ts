import type { FoldValues, StoredMetric, TrialHash, TrialRow } from '../core/results.ts';
import type { Stored } from './stored.ts';

type Scored = Extract<TrialRow, { state: 'scored' }>;
type Failed = Extract<TrialRow, { state: 'failed' }>;

/**
 * A row as it is stored: what people query as fields, `values` in one string, since one of the servers takes ten times
 * as long over the same numbers as fields. `_id` is the trial, or trial and retry where a machine failed it.
 */
export type RowDocument = Stored & { readonly name: string; readonly index: number } & (
    | {
        readonly state: 'scored';
        readonly means: Readonly<Record<StoredMetric, number | null>>; // over the splits
        readonly values: string;
      }
    | { readonly state: 'failed'; readonly failure: Failed['failure'] }
  );

/** The order of the metrics within `values`. */
const order = [
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'weightedF1',
  'mcc',
  'rocAuc',
  'logLoss',
] as const satisfies readonly StoredMetric[];

/** A failure that depends on the machine is of one retry; every other row is the trial's own. */
const rowId = (row: TrialRow, retry: number): string =>
  row.state === 'failed' && row.failure.code !== 'DIVERGED' ? failedRowId(row.trial, retry) : row.trial;

export const failedRowId = (trial: TrialHash, retry: number): string => `${trial}:${retry}`;

const trialOf = (id: string): TrialHash => (id.includes(':') ? id.slice(0, id.indexOf(':')) : id) as TrialHash;

/** @throws {RangeError} on a value that is not finite, or another number of values than splits or classes */
export const asRowDocument = (row: TrialRow, retry: number): RowDocument => {
  const { state, name, index } = row;
  const head = { _id: rowId(row, retry), v: 1, name, index } as const;
  if (state === 'failed') return { ...head, state, failure: row.failure };
  return { ...head, state, means: meansOf(row.values), values: encodeValues(row) };
};

/** A row but for `means`, which are there to be queried. */
export type BookedRow = Stored & { readonly name: string; readonly index: number } & (
    | { readonly state: 'scored'; readonly values: string }
    | { readonly state: 'failed'; readonly failure: Failed['failure'] }
  );

export const asRow = (document: BookedRow): TrialRow => {
  const { state, name, index } = document;
  const head = { trial: trialOf(document._id), name, index };
  if (state === 'failed') return { state, ...head, failure: document.failure };
  return { state, ...head, ...decodeValues(document.values) };
};

const byMetric = <T>(make: (metric: StoredMetric, at: number) => T): Readonly<Record<StoredMetric, T>> =>
  Object.fromEntries(order.map((metric, at) => [metric, make(metric, at)])) as Record<StoredMetric, T>;

/** Null where any split has no value. */
const meansOf = (values: FoldValues): Readonly<Record<StoredMetric, number | null>> =>
  byMetric((metric) => {
    const known = values[metric].filter((value) => value !== null);
    if (known.length < values[metric].length || known.length === 0) return null;
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });

const finite = (value: number, place: string): number => {
  if (!Number.isFinite(value)) throw new RangeError(`${place}: ${value} cannot be stored`);
  return value + 0; // -0 as 0, as in fields
};

/**
 * Base64 of float64, little-endian: the number of splits; the cost; for each metric, in the order above, its value per
 * split (null as NaN); F1 [split, class].
 */
const encodeValues = ({ values, f1ByClass, cost }: Scored): string => {
  const splits = f1ByClass.length;
  const classes = f1ByClass[0]?.length ?? 0;
  const scores = order.flatMap((metric) => {
    if (values[metric].length !== splits)
      throw new RangeError(`${metric}: ${values[metric].length} values for ${splits} splits`);
    return values[metric].map((value) => (value === null ? NaN : finite(value, metric)));
  });
  const f1 = f1ByClass.flatMap((ofSplit) => {
    if (ofSplit.length !== classes) throw new RangeError(`f1ByClass: ${ofSplit.length} of ${classes} classes`);
    return ofSplit.map((value) => finite(value, 'f1ByClass'));
  });
  return Buffer.from(Float64Array.of(splits, finite(cost, 'cost'), ...scores, ...f1).buffer).toString('base64');
};

const decodeValues = (text: string): Pick<Scored, 'values' | 'f1ByClass' | 'cost'> => {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64')); // a copy, since the buffer may lie unaligned
  const [splits = 0, cost = 0, ...numbers] = new Float64Array(bytes.buffer);
  const slice = (from: number, count: number): readonly number[] => numbers.slice(from, from + count);
  const values = byMetric((_, at) => slice(at * splits, splits).map((value) => (Number.isNaN(value) ? null : value)));
  const start = order.length * splits;
  const classes = splits === 0 ? 0 : (numbers.length - start) / splits;
  const f1ByClass = Array.from({ length: splits }, (_, split) => slice(start + split * classes, classes));
  return { values, f1ByClass, cost };
};
