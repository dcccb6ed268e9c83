import { canonical } from '../../core/canonical.ts';
import type { Json } from '../../core/canonical.ts';
import type { Cell, Grid, GridPart, Metric, ParameterPath } from '../../core/grid.ts';
import {
  decidingPaths,
  isRead,
  parameterPaths,
  shortName,
  valuesAt,
  withParameter,
  writtenValue,
} from '../../core/parameters.ts';
import type { ComparedSweep, SweepsComparison } from '../../dashboard/source.ts';
import { comparePair } from '../../scoring/compare.ts';
import type { ScoredRow } from '../../scoring/leaderboard.ts';
import type { Sweep } from '../../store/documents.ts';
import type { Board } from './board.ts';
import { sharedSplits, splitText, whyApart } from './same-folds.ts';

const mostLeaders = 10;

const leaderOf = (by: Metric) => (row: ScoredRow) => {
  const { id, name, rank, group, take, scores } = row;
  const { mean = null, sd = null, values = [] } = scores[by] ?? {};
  return { id, name, rank, group, take, mean, sd, values };
};

const sideOf = ({ plan, counts, view: { leaderboard } }: Board, by: Metric): ComparedSweep => ({
  sweep: plan.sweep.name,
  state: counts.state,
  by: leaderboard.by,
  rows: plan.sweep.prepared.rows,
  splits: splitText(plan.sweep.grid.split),
  trials: plan.space.trials,
  scored: leaderboard.scored.length,
  leaders: leaderboard.scored.slice(0, mostLeaders).map(leaderOf(by)),
});

/** Whether some trial of a part reads a parameter: that depends on a few others alone. */
const isReadBySome = (part: GridPart, path: ParameterPath): boolean =>
  decidingPaths
    .reduce<readonly Cell[]>(
      (cells, deciding) =>
        cells.flatMap((cell) => valuesAt(part, deciding).map((value) => withParameter(cell, deciding, value))),
      [part.base],
    )
    .some((cell) => isRead(cell, path));

/** All values of a parameter that trials of a grid read, each once, in its order. */
const valuesOf = ({ parts }: Grid, path: ParameterPath): readonly Json[] => {
  const written = parts
    .filter((part) => isReadBySome(part, path))
    .flatMap((part) => valuesAt(part, path))
    .map((value) => writtenValue(value) as Json);
  return [...new Map(written.map((value) => [canonical(value), value])).values()];
};

/** The parameters of two grids whose values differ, and the axes that are the same; none that no trial reads. */
export const parametersOf = (first: Grid, second: Grid): Pick<SweepsComparison, 'parameters' | 'common'> => {
  const all = parameterPaths.map((path) => ({
    name: shortName(path),
    first: valuesOf(first, path),
    second: valuesOf(second, path),
  }));
  const isSame = (each: (typeof all)[number]): boolean => canonical(each.first) === canonical(each.second);
  return {
    parameters: all.filter((each) => !isSame(each)),
    common: all
      .filter((each) => isSame(each) && each.first.length > 1)
      .map(({ name, first: values }) => ({ name, values })),
  };
};

/** What else makes scores of two sweeps unlike, though it keeps no fold from being compared. */
const otherwise = (first: Board, second: Board): readonly string[] => {
  const [a, b] = [first.plan.sweep, second.plan.sweep];
  const by = [first, second].map(({ view }) => view.leaderboard.by) as [Metric, Metric];
  const say = (is: boolean, text: string): readonly string[] => (is ? [text] : []);
  const engine = ({ engine: id, numerics }: Sweep): string => `${id}, numerics ${numerics}`;
  return [
    ...say(by[0] !== by[1], `${a.name} ranks by ${by[0]}, ${b.name} by ${by[1]}; the scores shown are ${by[0]}.`),
    ...say(engine(a) !== engine(b), `Engines differ: ${engine(a)}; ${engine(b)}.`),
    ...say(
      [first, second].some(({ counts }) => counts.state !== 'done'),
      'Not both are done: the best of each may change.',
    ),
  ];
};

/** The best of each on the splits that both have, or why nothing can be said fold by fold. */
const pairOf = (first: Board, second: Board, by: Metric): SweepsComparison['paired'] => {
  const reasons = whyApart(first.plan.sweep, second.plan.sweep);
  if (reasons.length > 0) return { state: 'apart', reasons };
  const [a, b] = [first, second].map(({ view }) => view.leaderboard.scored[0]?.scores[by]?.values ?? []) as [
    readonly (number | null)[],
    readonly (number | null)[],
  ];
  const shared = sharedSplits(first.plan.sweep, second.plan.sweep);
  const [x, y] = [
    shared.pairs.map((pair) => a[pair.first] ?? null),
    shared.pairs.map((pair) => b[pair.second] ?? null),
  ];
  if ([...x, ...y].includes(null))
    return { state: 'apart', reasons: [`Not both have a trial with ${by} in every fold yet.`] };
  const folds = shared.pairs.map((pair) => ({ first: pair.first + 1, second: pair.second + 1 }));
  return { state: 'compared', folds, pair: comparePair(x as number[], y as number[], shared.split) };
};

/** Two sweeps side by side, by the metric that the first ranks by. */
export const compareSweeps = (first: Board, second: Board): SweepsComparison => {
  const { by } = first.view.leaderboard;
  return {
    by,
    first: sideOf(first, by),
    second: sideOf(second, by),
    otherwise: otherwise(first, second),
    ...parametersOf(first.plan.sweep.grid, second.plan.sweep.grid),
    paired: pairOf(first, second, by),
  };
};
