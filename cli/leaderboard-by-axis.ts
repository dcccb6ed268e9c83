import type { ParameterPath, Value } from '../core/grid.ts';
import { shortName, valueText } from '../core/parameters.ts';
import type { ScoredRow } from '../scoring/leaderboard.ts';
import { mean } from '../scoring/residual-variance.ts';
import { cutTo, harmless, wrapped } from './grid/text-width.ts';
import type { LeaderboardRow, LeaderboardView } from './leaderboard-view.ts';
import { nothing, scoreText } from './leaderboard-view.ts';
import { ruledTable } from './ruled-table.ts';

type Group = { readonly value: string; readonly scored: readonly ScoredRow[]; readonly failed: number };

const widestValue = 32;

const groupsOf = (
  view: LeaderboardView,
  axis: ParameterPath,
  where: (row: LeaderboardRow) => boolean,
): readonly Group[] => {
  const rows = [...view.leaderboard.scored, ...view.leaderboard.failed].filter(where);
  const valueOf = (row: LeaderboardRow): Value | undefined => view.paramsOf(row)[axis] as Value | undefined;
  const grouped = new Map<string, LeaderboardRow[]>();
  for (const row of rows) {
    const value = valueOf(row);
    const text = value === undefined ? nothing : valueText(value);
    const members = grouped.get(text);
    if (members === undefined) grouped.set(text, [row]);
    else members.push(row);
  }
  return [...grouped].map(([value, members]) => ({
    value: harmless(value),
    scored: members.flatMap((row) => (row.state === 'scored' ? [row] : [])),
    failed: members.filter((row) => row.state === 'failed').length,
  }));
};

const meanText = (means: readonly number[]): string => (means.length === 0 ? nothing : mean(means).toFixed(4));

/**
 * The leaderboard by the values of one axis: its best trial and the mean over all trials, in the order of the best.
 * `width` columns wrap the words; the table itself is narrow.
 */
export const leaderboardByAxis = (
  view: LeaderboardView,
  axis: ParameterPath,
  options: { readonly width: number; readonly plain: boolean; readonly where: (row: LeaderboardRow) => boolean },
): string => {
  const { by } = view.leaderboard;
  const rows = groupsOf(view, axis, options.where).map(({ value, scored, failed }) => {
    const [best] = scored;
    const means = scored.flatMap(({ scores }) => scores[by]?.mean ?? []);
    const inFirst = scored.filter(({ group }) => group === 1).length;
    return [
      cutTo(value, widestValue),
      ...[scored.length, failed, inFirst].map(String),
      meanText(means),
      best === undefined ? nothing : scoreText(best.scores[by]),
      best?.id ?? nothing,
      best === undefined ? nothing : String(best.rank),
    ];
  });
  const heads = [
    shortName(axis),
    'trials',
    'failed',
    'in group 1',
    'mean',
    `best ${by}`,
    'id',
    options.plain ? 'rank' : '#',
  ];
  const right = [false, true, true, true, true, false, false, true];
  const words = 'Means over all values of the other axes. Nothing here is tested: read the groups of the leaderboard.';
  return [ruledTable(heads, right, rows, options.plain), '', ...wrapped(words, options.width), ''].join('\n');
};
