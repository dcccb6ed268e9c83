import type { Metric, Value } from '../core/grid.ts';
import { shortName, valueText } from '../core/parameters.ts';
import { sixDigitsOrNull } from '../scoring/six-digits.ts';
import type { CsvCell, CsvOptions } from './csv.ts';
import { csvText } from './csv.ts';
import type { LeaderboardRow, LeaderboardView } from './leaderboard-view.ts';
import { allColumns, usualColumns } from './leaderboard-view.ts';

const placeNames = ['rank', 'id', 'group', 'take', 'withinOneSe', 'beatsBaseline'];
const testNames = ['difference', 'low', 'high', 'pValue', 'folds', 'cost', 'seconds', 'failure', 'message', 'trial'];

const csvHead = (view: LeaderboardView, metrics: readonly Metric[]): readonly string[] => [
  ...placeNames,
  ...view.axes.map(shortName),
  ...metrics.flatMap((metric) => [metric, `${metric}Sd`]),
  ...testNames,
];

const csvRow = (view: LeaderboardView, metrics: readonly Metric[], row: LeaderboardRow): readonly CsvCell[] => {
  const params = view.paramsOf(row);
  const axes = view.axes.map((path): CsvCell => {
    const value = params[path];
    if (value === undefined || value === null) return null;
    return typeof value === 'object' ? valueText(value as Value) : value;
  });
  const seconds = sixDigitsOrNull(view.secondsOf(row));
  if (row.state === 'failed') {
    const { code, message, fold } = row.failure;
    const scores = metrics.flatMap(() => [null, null]);
    const rest = [null, null, null, null, fold - 1, null, seconds, code, message, row.name];
    return [null, row.id, null, false, false, null, ...axes, ...scores, ...rest];
  }
  const { rank, id, group, take, withinOneSe, beatsBaseline, difference, pValue, folds, cost, name } = row;
  const scores = metrics.flatMap((metric) => [row.scores[metric]?.mean ?? null, row.scores[metric]?.sd ?? null]);
  const test = [difference.mean, difference.low, difference.high, pValue];
  return [
    rank,
    id,
    group,
    take,
    withinOneSe,
    beatsBaseline,
    ...axes,
    ...scores,
    ...test,
    folds,
    cost,
    seconds,
    null,
    null,
    name,
  ];
};

type Where = (row: LeaderboardRow) => boolean;

const everywhere: Where = () => true;

const rowsOf = ({ leaderboard }: LeaderboardView, where: Where): readonly LeaderboardRow[] =>
  [...leaderboard.scored, ...leaderboard.failed].filter(where);

/** All trials of a leaderboard as CSV, one row each, the failed ones last; numbers as in `--json`. */
export const leaderboardCsv = (view: LeaderboardView, options: CsvOptions, where: Where = everywhere): string => {
  const { scored, by } = view.leaderboard;
  const metrics = Object.keys(scored[0]?.scores ?? { [by]: null }) as Metric[];
  const rows = rowsOf(view, where).map((row) => csvRow(view, metrics, row));
  return csvText([csvHead(view, metrics), ...rows], options);
};

const markdownCell = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('\n', ' ');

const markdownLine = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;

/** All trials of a leaderboard as a Markdown table, marks as words. */
export const leaderboardMarkdown = (
  view: LeaderboardView,
  chosen: readonly string[] | null,
  where: Where = everywhere,
): string => {
  const known = allColumns(view, true);
  const keys = chosen ?? [...usualColumns(view).filter((key) => key !== 'marks'), 'marks'];
  const columns = keys.flatMap((key) => known.get(key) ?? []);
  const rows = rowsOf(view, where);
  return [
    markdownLine(columns.map(({ head }) => head)),
    `| ${columns.map(({ right }) => (right ? '---:' : '---')).join(' | ')} |`,
    ...rows.map((row) => markdownLine(columns.map(({ text }) => text(row)))),
    '',
  ].join('\n');
};
