import type { Json } from '../core/canonical.ts';
import type { ParameterPath, Value } from '../core/grid.ts';
import { valueText } from '../core/parameters.ts';
import type { FailedRow, Leaderboard, ScoredRow } from './leaderboard.ts';
import type { ImportanceInput } from './importance.ts';
import type { MarginalInput } from './marginal-means.ts';
import type { SplitFacts } from './split-facts.ts';

type Row = ScoredRow | FailedRow;
type ParamsOf = (row: Row) => { readonly [path: string]: Json };

/** What an axis has on the trials of a leaderboard: its values in their own order, and which of them each trial has. */
export type AxisOnRows = {
  readonly path: ParameterPath;
  readonly values: readonly string[];
  readonly placeOf: (row: Row) => number; // among the values; -1 where the trial does not read the axis
};

/** Numbers by size, all else as the texts come. */
const inOrder = (a: Value, b: Value): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : valueText(a) < valueText(b) ? -1 : 1;

export const axesOnRows = (
  { scored, failed }: Pick<Leaderboard, 'scored' | 'failed'>,
  paths: readonly ParameterPath[],
  paramsOf: ParamsOf,
): readonly AxisOnRows[] => {
  const rows = [...scored, ...failed];
  return paths.map((path) => {
    const valueOf = (row: Row): Value | undefined => paramsOf(row)[path] as Value | undefined;
    const found = new Map<string, Value>();
    for (const row of rows) {
      const value = valueOf(row);
      if (value !== undefined) found.set(valueText(value), value);
    }
    const values = [...found].toSorted(([, a], [, b]) => inOrder(a, b)).map(([text]) => text);
    const places = new Map(values.map((text, at) => [text, at]));
    const placeOf = (row: Row): number => {
      const value = valueOf(row);
      return value === undefined ? -1 : (places.get(valueText(value)) ?? -1);
    };
    return { path, values, placeOf };
  });
};

const scoresOf = (row: ScoredRow, by: Leaderboard['by']): readonly number[] =>
  (row.scores[by]?.values ?? []) as readonly number[]; // ranked by it: none is missing

/** The scored trials of each value of an axis, for `marginalMeans`. */
export const marginalInput = (axis: AxisOnRows, { scored, by }: Leaderboard): readonly MarginalInput[] =>
  axis.values.map((value, at) => ({
    value,
    trials: scored.filter((row) => axis.placeOf(row) === at).map((row) => scoresOf(row, by)),
  }));

/** Where every scored trial stands on the axes, for `importance`. */
export const importanceInput = (
  axes: readonly AxisOnRows[],
  { scored, by }: Leaderboard,
  { trials, split }: { readonly trials: number; readonly split: SplitFacts },
): ImportanceInput<ParameterPath> => {
  const unread = axes.map(({ placeOf }) => scored.some((row) => placeOf(row) === -1)); // that is a level of its own
  return {
    axes: axes.map(({ path, values }, at) => ({ name: path, levels: values.length + (unread[at] === true ? 1 : 0) })),
    trials: scored.map((row) => ({
      place: axes.map(({ values, placeOf }) => (placeOf(row) === -1 ? values.length : placeOf(row))),
      values: scoresOf(row, by),
    })),
    missing: trials - scored.length,
    split,
  };
};
