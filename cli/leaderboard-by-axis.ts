import { isGivenHoldout } from '../core/grid.ts';
import type { ParameterPath, Value } from '../core/grid.ts';
import { shortName, valueText } from '../core/parameters.ts';
import type { ScoredRow } from '../scoring/leaderboard.ts';
import { marginalMeans } from '../scoring/marginal-means.ts';
import type { MarginalMean } from '../scoring/marginal-means.ts';
import { intervalStrip, stripHead } from '../pictures/terminal/strip.ts';
import type { StripScale } from '../pictures/terminal/strip.ts';
import { plural } from '../core/amounts.ts';
import { cutTo, harmless, textWidth, wrapped } from './grid/text-width.ts';
import type { LeaderboardRow, LeaderboardView } from './leaderboard-view.ts';
import { markSigns } from '../scoring/leaderboard-words.ts';
import { nothing } from './leaderboard-view.ts';
import { columnGap, ruledTable } from './ruled-table.ts';

type Group = { readonly value: string; readonly scored: readonly ScoredRow[]; readonly failed: number };

export type ByAxisOptions = {
  readonly width: number;
  readonly plain: boolean;
  readonly where: (row: LeaderboardRow) => boolean;
};

const widestValue = 32;
const widestStrip = 40;
const narrowestStrip = 16;
const alwaysShown = 4; // columns

const groupsOf = (view: LeaderboardView, axis: ParameterPath, where: ByAxisOptions['where']): readonly Group[] => {
  const rows = [...view.leaderboard.scored, ...view.leaderboard.failed].filter(where);
  const grouped = new Map<string, LeaderboardRow[]>();
  for (const row of rows) {
    const value = view.paramsOf(row)[axis] as Value | undefined;
    const text = value === undefined ? nothing : harmless(valueText(value));
    const members = grouped.get(text);
    if (members === undefined) grouped.set(text, [row]);
    else members.push(row);
  }
  return [...grouped].map(([value, members]) => ({
    value,
    scored: members.flatMap((row) => (row.state === 'scored' ? [row] : [])),
    failed: members.filter((row) => row.state === 'failed').length,
  }));
};

/** What one line of the table is made of; `marginal` is null where every trial failed. */
type Line = Group & { readonly marginal: MarginalMean | null };

const linesOf = (view: LeaderboardView, groups: readonly Group[]): readonly Line[] => {
  const { by } = view.leaderboard;
  const input = groups.map(({ value, scored }) => ({
    value,
    trials: scored.map(({ scores }) => scores[by]?.values as readonly number[]),
  }));
  const means = marginalMeans(input, view.split, by);
  const group = (value: string): Group => groups.find((each) => each.value === value) as Group;
  return [
    ...means.map((marginal) => ({ ...group(marginal.value), marginal })),
    ...groups.filter(({ scored }) => scored.length === 0).map((each) => ({ ...each, marginal: null })),
  ];
};

const digits = (value: number | null | undefined): string => value?.toFixed(4) ?? nothing;
const range = (low: number | null | undefined, high: number | null | undefined): string =>
  low === null || low === undefined ? nothing : `${digits(low)} to ${digits(high)}`;

const differenceText = (marginal: MarginalMean | null): string => {
  const mean = marginal?.difference.mean;
  return mean === undefined ? nothing : mean > 0 ? `+${digits(mean)}` : digits(mean);
};

const pText = (p: number | null | undefined): string =>
  p === null || p === undefined ? nothing : p < 0.0001 ? '<0.0001' : p.toFixed(4);

const cellsOf = (view: LeaderboardView, line: Line, plain: boolean): readonly string[] => {
  const { value, scored, failed, marginal } = line;
  const [best] = scored;
  const lost = plain ? `, ${failed} failed` : ` (${failed} ${markSigns.failed})`;
  return [
    cutTo(value, widestValue),
    `${scored.length}${failed > 0 ? lost : ''}`,
    digits(marginal?.mean),
    range(marginal?.low, marginal?.high),
    differenceText(marginal),
    pText(marginal?.pValue),
    best === undefined ? nothing : `${digits(best.scores[view.leaderboard.by]?.mean)} ${best.id}`,
  ];
};

const scaleOf = (lines: readonly Line[], columns: number): StripScale | null => {
  const all = lines.flatMap(({ marginal }) => (marginal === null ? [] : [marginal]));
  const ends = all.flatMap(({ mean, low, high }) => [mean, low, high]).filter((each) => each !== null);
  return ends.length === 0 ? null : { low: Math.min(...ends), high: Math.max(...ends), columns };
};

/** How much the axis matters, in words, as far as the folds can tell. */
const wordsOf = (view: LeaderboardView, axis: string, lines: readonly Line[]): readonly string[] => {
  const { by } = view.leaderboard;
  const known = lines.flatMap(({ marginal }) => (marginal === null ? [] : [marginal]));
  const [best, ...others] = known;
  const uneven = new Set(known.map(({ trials }) => trials)).size > 1;
  const tested = isGivenHoldout(view.split) ? [] : others.filter(({ pValue }) => pValue !== null);
  const worse = tested.filter(({ pValue }) => (pValue as number) <= 0.05);
  const reading =
    best === undefined || others.length === 0
      ? []
      : tested.length === 0
        ? ['A single split: nothing here says which differences are luck.']
        : [
            worse.length === 0
              ? `On average over the other axes, the folds do not show that any ${axis} is worse than ${best.value}.`
              : `On average over the other axes, ${plural(worse.length, 'value')} of ${axis} ` +
                `${worse.length === 1 ? 'is' : 'are'} shown to be worse than ${best.value} (p ≤ 0.05): ` +
                `${worse.map(({ value }) => value).join(', ')}.`,
          ];
  return [
    ...reading,
    `Means of ${by} over all trials with that value; 95 % intervals for other rows of the same kind. What is best here ` +
      `need not be best beside every value of another axis.`,
    ...(uneven
      ? ['The values have different numbers of scored trials, so their means are over different trials.']
      : []),
  ];
};

type Drawn = { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** Columns go, the last first, until the table fits; the value, its trials, mean and interval stay. */
const narrowed = (
  { heads, rows }: Drawn,
  width: number,
): Drawn & { readonly left: readonly string[]; readonly room: number } => {
  const widths = heads.map((head, at) => Math.max(textWidth(head), ...rows.map((row) => textWidth(row[at] as string))));
  const total = (columns: number): number =>
    widths.slice(0, columns).reduce((sum, each) => sum + each + columnGap, -columnGap);
  let columns = heads.length;
  while (columns > alwaysShown && total(columns) > width) columns--;
  return {
    heads: heads.slice(0, columns),
    rows: rows.map((row) => row.slice(0, columns)),
    left: heads.slice(columns),
    room: columns < heads.length ? 0 : width - total(columns) - columnGap,
  };
};

/** The leaderboard by the values of one axis: its marginal means with their intervals, the best first, and its best trial. */
export const leaderboardByAxis = (
  view: LeaderboardView,
  axis: ParameterPath,
  { width, plain, where }: ByAxisOptions,
): string => {
  const lines = linesOf(view, groupsOf(view, axis, where));
  const name = shortName(axis);
  const whole = {
    heads: [name, 'trials', 'mean', '95 % interval', 'to the best', 'p', `best ${view.leaderboard.by}`],
    rows: lines.map((each) => cellsOf(view, each, plain)),
  };
  const { heads, rows, left, room } = narrowed(whole, plain ? Infinity : width);
  const right = [false, true, true, true, true, true, true].slice(0, heads.length);
  const scale = plain || room < narrowestStrip ? null : scaleOf(lines, Math.min(widestStrip, room));
  const strips = lines.map(({ marginal }) =>
    scale === null || marginal === null ? '' : intervalStrip(marginal, scale).trimEnd(),
  );
  const table =
    scale === null
      ? ruledTable(heads, right, rows, plain)
      : ruledTable(
          [...heads, stripHead(scale, digits)],
          [...right, false],
          rows.map((row, at) => [...row, strips[at] as string]),
          plain,
        );
  const missing = left.length === 0 ? [] : [`Not shown: ${left.join(', ')} (the terminal is too narrow).`];
  const words = [...missing, ...wordsOf(view, name, lines)];
  return [table, '', ...words.flatMap((text) => (plain ? [text] : wrapped(text, Math.min(width, 110)))), ''].join('\n');
};
