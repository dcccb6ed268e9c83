import type { FoldValues, StoredMetric } from '../core/results.ts';

type Values = { readonly values: FoldValues; readonly f1ByClass: readonly (readonly number[])[] };

/** The order of the metrics within `values` of a row. */
const order = [
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'weightedF1',
  'mcc',
  'rocAuc',
  'logLoss',
] as const satisfies readonly StoredMetric[];

const byMetric = <T>(make: (metric: StoredMetric, at: number) => T): Readonly<Record<StoredMetric, T>> =>
  Object.fromEntries(order.map((metric, at) => [metric, make(metric, at)])) as Record<StoredMetric, T>;

/** Means over the splits; null where any split has none. */
export const meansOf = (values: FoldValues): Readonly<Record<StoredMetric, number | null>> =>
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
 * float64, little-endian: for each metric, in the order above, its value per split (null as NaN); then F1 [split, class].
 * @throws {RangeError} on a value that is not finite, or another number of values than splits or classes
 */
export const encodeValues = (values: FoldValues, f1ByClass: Values['f1ByClass']): Uint8Array => {
  const splits = f1ByClass.length;
  const classes = f1ByClass[0]?.length ?? 0;
  const numbers = [
    ...order.flatMap((metric) => {
      if (values[metric].length !== splits)
        throw new RangeError(`${metric}: ${values[metric].length} values for ${splits} splits`);
      return values[metric].map((value) => (value === null ? NaN : finite(value, metric)));
    }),
    ...f1ByClass.flatMap((ofSplit) => {
      if (ofSplit.length !== classes) throw new RangeError(`f1ByClass: ${ofSplit.length} of ${classes} classes`);
      return ofSplit.map((value) => finite(value, 'f1ByClass'));
    }),
  ];
  return new Uint8Array(Float64Array.from(numbers).buffer);
};

/** The inverse of `encodeValues`. */
export const decodeValues = (bytes: Uint8Array, splits: number): Values => {
  const numbers = [...new Float64Array(new Uint8Array(bytes).buffer)]; // a copy, since the bytes may lie unaligned
  const slice = (from: number, count: number): readonly number[] => numbers.slice(from, from + count);
  const values = byMetric((_, at) => slice(at * splits, splits).map((value) => (Number.isNaN(value) ? null : value)));
  const start = order.length * splits;
  const classes = splits === 0 ? 0 : (numbers.length - start) / splits;
  return { values, f1ByClass: Array.from({ length: splits }, (_, split) => slice(start + split * classes, classes)) };
};
