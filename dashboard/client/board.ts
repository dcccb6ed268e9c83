import type { SweepAxis } from '../source.ts';
import { valueText } from './words.ts';

export type Spread = {
  readonly mean: number | null;
  readonly sd: number | null;
  readonly values: readonly (number | null)[];
};

/** A row of `leaderboard --json`. */
export type BoardRow = {
  readonly id: string;
  readonly rank: number | null;
  readonly group: 1 | 2 | null;
  readonly withinOneSe: boolean;
  readonly take: boolean;
  readonly cost: number | null;
  readonly trial: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly folds: number;
  readonly scores: Readonly<Record<string, Spread>>;
  readonly difference: { readonly mean: number; readonly low: number | null; readonly high: number | null } | null;
  readonly pValue: number | null;
  readonly failure: { readonly code: string; readonly message: string; readonly fold: number } | null;
  readonly beatsBaseline: boolean | null;
};

/** The object of `leaderboard --json`, which the page shows and computes nothing of again. */
export type Board = {
  readonly sweep: string;
  readonly state: string;
  readonly by: string;
  readonly declaredBy: string;
  readonly caveats: readonly string[];
  readonly trials: { readonly total: number; readonly done: number; readonly failed: number };
  readonly baseline: { readonly label: string; readonly scores: Readonly<Record<string, number | null>> } | null;
  readonly leastDifference: number | null;
  readonly selection?: { readonly estimate: number; readonly low: number; readonly high: number } | null;
  readonly rows: readonly BoardRow[];
};

export type Column = {
  readonly key: string;
  readonly head: string;
  readonly number: boolean;
  readonly text: (row: BoardRow) => string;
  readonly value: (row: BoardRow) => number | string | null; // to sort by
};

const order = ({ values }: SweepAxis): ReadonlyMap<string, number> =>
  new Map(values.map((value, at) => [JSON.stringify(value), at]));

const axisColumn = (axis: SweepAxis): Column => {
  const places = order(axis);
  const number = axis.values.every((value) => typeof value === 'number');
  return {
    key: axis.name,
    head: axis.name,
    number,
    text: ({ params }) => valueText(params[axis.path]),
    value: ({ params }) => {
      const value = params[axis.path];
      return number ? ((value as number | undefined) ?? null) : (places.get(JSON.stringify(value)) ?? null);
    },
  };
};

const fixed = (value: number | null | undefined, digits = 4): string => value?.toFixed(digits) ?? '–';

const metricColumn = (metric: string, first: boolean): Column => ({
  key: metric,
  head: metric,
  number: true,
  text: ({ scores, failure }) => {
    const spread = scores[metric];
    if (spread === undefined) return failure === null || !first ? '–' : `${failure.code}, fold ${failure.fold}`;
    return spread.sd === null ? fixed(spread.mean) : `${fixed(spread.mean)} ± ${fixed(spread.sd)}`;
  },
  value: ({ scores }) => scores[metric]?.mean ?? null,
});

const numberColumn = (
  key: string,
  head: string,
  value: (row: BoardRow) => number | null,
  text: Column['text'],
): Column => ({
  key,
  head,
  number: true,
  text,
  value,
});

const costText = (cost: number | null): string => (cost === null ? '–' : cost.toExponential(2));

/** All columns, those that matter most first. */
export const columnsOf = ({ by, rows }: Board, axes: readonly SweepAxis[]): readonly Column[] => {
  const metrics = Object.keys(rows[0]?.scores ?? {}).filter((metric) => metric !== by);
  return [
    numberColumn(
      'rank',
      'rank',
      ({ rank }) => rank,
      ({ rank }) => String(rank ?? '–'),
    ),
    { key: 'id', head: 'trial', number: false, text: ({ id }) => id, value: ({ id }) => id },
    metricColumn(by, true),
    numberColumn(
      'group',
      'group',
      ({ group }) => group,
      ({ group }) => String(group ?? '–'),
    ),
    {
      key: 'marks',
      head: 'marks',
      number: false,
      text: (row) => marksOf(row).join(', '),
      value: (row) => marksOf(row).join(', ') || null,
    },
    ...axes.map(axisColumn),
    ...metrics.map((metric) => metricColumn(metric, false)),
    numberColumn(
      'pValue',
      'p',
      ({ pValue }) => pValue,
      ({ pValue }) => (pValue === null ? '–' : pValue.toPrecision(2)),
    ),
    numberColumn(
      'difference',
      'to the best',
      ({ difference }) => difference?.mean ?? null,
      ({ difference }) => fixed(difference?.mean),
    ),
    numberColumn(
      'cost',
      'cost (multiply-adds)',
      ({ cost }) => cost,
      ({ cost }) => costText(cost),
    ),
    numberColumn(
      'folds',
      'folds',
      ({ folds }) => folds,
      ({ folds }) => String(folds),
    ),
  ];
};

/** Rows by a column; what has no value stands last either way, and equal ones keep the order of the leaderboard. */
export const sorted = (rows: readonly BoardRow[], { value }: Column, down: boolean): readonly BoardRow[] =>
  rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const less = typeof x === 'string' ? (x < String(y) ? -1 : x > String(y) ? 1 : 0) : x - Number(y);
    return down ? -less : less;
  });

/** The marks of a row in words. */
export const marksOf = ({ take, withinOneSe, beatsBaseline, failure }: BoardRow): readonly string[] => [
  ...(failure === null ? [] : ['failed']),
  ...(take ? ['take'] : withinOneSe ? ['within 1 SE'] : []),
  ...(beatsBaseline === false ? ['not above guessing'] : []),
];
