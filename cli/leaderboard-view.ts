import type { Json } from '../core/canonical.ts';
import { metrics as allMetrics } from '../core/grid.ts';
import type { Metric, ParameterPath, Value } from '../core/grid.ts';
import { shortName, valueText } from '../core/parameters.ts';
import type { FailedRow, ScoredRow, Spread } from '../scoring/leaderboard.ts';
import { markSigns } from '../scoring/leaderboard-words.ts';
import type { Reading } from '../scoring/leaderboard-words.ts';
import { harmless } from './grid/text-width.ts';

export type LeaderboardRow = ScoredRow | FailedRow;

/** All that a table of a leaderboard reads. */
export type LeaderboardView = Reading & {
  readonly axes: readonly ParameterPath[];
  readonly paramsOf: (row: LeaderboardRow) => { readonly [path: string]: Json };
  readonly secondsOf: (row: LeaderboardRow) => number | null; // of training, all folds together; null: not known
};

export type Column = {
  readonly key: string; // as `--columns` names it
  readonly head: string;
  readonly right: boolean; // numbers
  readonly text: (row: LeaderboardRow) => string;
};

export const nothing = '–';

/** The marks of a row in words, the most telling first. */
export const marksInWords = (row: LeaderboardRow): readonly string[] => {
  if (row.state === 'failed') return ['failed'];
  return [
    ...(row.take ? ['take'] : []),
    ...(row.withinOneSe && !row.take ? ['within 1 SE'] : []),
    ...(row.beatsBaseline === false ? ['not above guessing'] : []),
  ];
};

const marksAsSigns = (row: LeaderboardRow): string => {
  if (row.state === 'failed') return markSigns.failed;
  const near = row.take ? markSigns.take : row.withinOneSe ? markSigns.withinOneSe : '';
  return near + (row.beatsBaseline === false ? markSigns.notAboveBaseline : '');
};

export const scoreText = (spread: Spread | undefined): string => {
  if (spread === undefined || spread.mean === null) return nothing;
  return spread.sd === null ? spread.mean.toFixed(4) : `${spread.mean.toFixed(4)} ± ${spread.sd.toFixed(4)}`;
};

export const pText = (p: number | null): string => {
  if (p === null) return nothing;
  return p < 0.0001 ? '<0.0001' : p.toFixed(4);
};

/** 1.2e9 as 1.2 G. */
const costText = (cost: number): string => {
  const units = ['', ' k', ' M', ' G', ' T', ' P', ' E'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor((String(Math.floor(cost)).length - 1) / 3)));
  return `${Number((cost / 1000 ** step).toPrecision(3))}${units[step]}`;
};

const secondsText = (seconds: number | null): string => {
  if (seconds === null) return nothing;
  return seconds < 100 ? seconds.toFixed(1) : seconds.toFixed(0);
};

const ofScored =
  (text: (row: ScoredRow) => string) =>
  (row: LeaderboardRow): string =>
    row.state === 'scored' ? text(row) : nothing;

const failureText = (row: LeaderboardRow): string =>
  row.state === 'failed' ? `${row.failure.code}, fold ${row.failure.fold}` : '';

const axisColumn = (view: LeaderboardView, path: ParameterPath): Column => {
  const right = view.leaderboard.scored.every((row) => typeof (view.paramsOf(row)[path] ?? 0) === 'number');
  const text = (row: LeaderboardRow): string => {
    const value = view.paramsOf(row)[path];
    return value === undefined ? nothing : harmless(valueText(value as Value));
  };
  return { key: shortName(path), head: shortName(path), right, text };
};

const metricColumn = (metric: Metric, by: Metric): Column => ({
  key: metric,
  head: metric,
  right: false,
  text: (row) => {
    if (row.state === 'scored') return scoreText(row.scores[metric]);
    return metric === by ? failureText(row) : nothing;
  },
});

/** The worst or best fold. */
const extremeColumn = (key: string, by: Metric, of: (...values: readonly number[]) => number): Column => ({
  key,
  head: key,
  right: true,
  text: (row) => {
    const values = row.state === 'scored' ? (row.scores[by]?.values ?? []).filter((value) => value !== null) : [];
    return values.length === 0 ? nothing : of(...values).toFixed(4);
  },
});

export const signed = (value: number): string => (value > 0 ? `+${value.toFixed(4)}` : value.toFixed(4));

/** Before the first score nothing tells which metrics this sweep has: all can be asked for. */
const metricsAtFirst = (by: Metric): readonly Metric[] => [by, ...allMetrics.filter((metric) => metric !== by)];

/** Every column that can be asked for, by key. `words`: marks as words instead of signs. */
export const allColumns = (view: LeaderboardView, words: boolean): ReadonlyMap<string, Column> => {
  const { by, scored } = view.leaderboard;
  const own = Object.keys(scored[0]?.scores ?? {}) as Metric[];
  const metrics = own.length > 0 ? own : metricsAtFirst(by);
  const marks = (row: LeaderboardRow): string => (words ? marksInWords(row).join(', ') : marksAsSigns(row));
  const column = (key: string, right: boolean, text: Column['text'], head = key): Column => ({
    key,
    head,
    right,
    text,
  });
  const columns = [
    column('marks', false, marks, words ? 'marks' : ''),
    column(
      'rank',
      true,
      ofScored((row) => String(row.rank)),
      words ? 'rank' : '#',
    ),
    column('id', false, ({ id }) => id),
    column(
      'group',
      true,
      ofScored((row) => String(row.group)),
    ),
    ...view.axes.map((path) => axisColumn(view, path)),
    ...metrics.map((metric) => metricColumn(metric, by)),
    extremeColumn('lowest', by, Math.min),
    extremeColumn('highest', by, Math.max),
    column('folds', true, (row) => String(row.state === 'scored' ? row.folds : row.failure.fold - 1)),
    column('seconds', true, (row) => secondsText(view.secondsOf(row))),
    column(
      'difference',
      true,
      ofScored((row) => signed(row.difference.mean)),
    ),
    column(
      'pValue',
      true,
      ofScored((row) => pText(row.pValue)),
    ),
    column(
      'cost',
      true,
      ofScored((row) => costText(row.cost)),
    ),
    column('trial', false, ({ name }) => harmless(name)),
  ];
  return new Map(columns.map((each) => [each.key, each]));
};

/** The columns that are shown where nothing else is asked for, in their order on the screen. */
export const usualColumns = (view: LeaderboardView): readonly string[] => [
  'marks',
  'rank',
  'id',
  view.leaderboard.by,
  'group',
  ...view.axes.map(shortName),
  'folds',
  'seconds',
];
