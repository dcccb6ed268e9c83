import { canonical } from '../core/canonical.ts';
import type { ParameterPath } from '../core/grid.ts';
import { parameter, shortName } from '../core/parameters.ts';
import { cellAt } from '../core/space.ts';
import { importance } from '../scoring/importance.ts';
import type { Importance } from '../scoring/importance.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import type { Plan } from './plan.ts';

/** What moves the metric that a leaderboard ranks by: shares of the axes of a full grid and of pairs of them, under their short names. */
export const sweepImportance = (plan: Plan, { by, scored }: Leaderboard): Importance<string> => {
  const { parts, search, split } = plan.sweep.grid;
  const [only] = parts;
  if (only === undefined || parts.length > 1)
    return { state: 'unknown', reason: 'the grid has several parts (any:), which share no axes' };
  if (search.kind === 'random') return { state: 'unknown', reason: 'a random search leaves cells out' };
  const places = new Map<ParameterPath, ReadonlyMap<string, number>>(
    only.axes.map(({ path, values }) => [path, new Map(values.map((value, at) => [canonical(value as never), at]))]),
  );
  const trials = scored.flatMap(({ index, scores }) => {
    const cell = cellAt(plan.space, index);
    const values = scores[by]?.values ?? [];
    if (values.includes(null)) return [];
    const place = only.axes.map(({ path }) => places.get(path)?.get(canonical(parameter(cell, path) as never)) ?? -1);
    return place.includes(-1) ? [] : [{ place, values: values as readonly number[] }];
  });
  return importance({
    axes: only.axes.map(({ path, values }) => ({ name: shortName(path), levels: values.length })),
    trials,
    missing: plan.space.trials - trials.length,
    split,
  });
};
