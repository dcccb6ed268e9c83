import { styleText } from 'node:util';

import { SweepError } from '../core/errors.ts';
import { strip, stripHead } from '../pictures/terminal/strip.ts';
import { cutTo, harmless, textWidth, wrapped } from './grid/text-width.ts';
import type { Column, LeaderboardRow, LeaderboardView } from './leaderboard-view.ts';
import { allColumns, usualColumns } from './leaderboard-view.ts';
import { accent } from '../pictures/terminal/accent.ts';
import { markSigns, signed, wordsAbove, wordsBelow } from '../scoring/leaderboard-words.ts';
import { columnGap, ruledTable } from './ruled-table.ts';

export type TableOptions = {
  readonly width: number; // columns of the terminal
  readonly colour: boolean;
  readonly plain: boolean; // for screen readers: no rules, no colour, no signs, every column
  readonly top: number; // ranked trials shown
  readonly columns: readonly string[] | null; // keys; null: the usual ones, as many as fit
  readonly where: (row: LeaderboardRow) => boolean;
};

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const widest = 200;
const widestWords = 110; // longer lines are hard to read
const widestCell = 24;
const stripKey = 'strip'; // where nothing else is chosen it stands at the right if there is room
const [narrowestStrip, widestStrip] = [16, 48];
const mostFailed = 5;

/** Columns that go first where they do not all fit: what is the same for every trial, then the last axes. */
const leastNeeded = (columns: readonly Column[], view: LeaderboardView): readonly Column[] => {
  const axes = new Set(usualColumns(view).slice(5));
  const early = columns.filter(({ key }) => key === 'seconds' || key === 'folds').toReversed();
  return [...early, ...columns.filter((column) => axes.has(column.key) && !early.includes(column)).toReversed()];
};

const cellOf = (column: Column, row: LeaderboardRow): string =>
  column.key === stripKey ? column.text(row) : cutTo(column.text(row), widestCell);

/** Drops columns until the table fits; what is dropped is told. */
const fitting = (columns: readonly Column[], rows: readonly LeaderboardRow[], view: LeaderboardView, width: number) => {
  const widths = new Map(
    columns.map((column) => [
      column,
      rows.reduce((most, row) => Math.max(most, textWidth(cellOf(column, row))), textWidth(column.head)),
    ]),
  );
  const total = (kept: readonly Column[]): number =>
    kept.reduce((sum, column) => sum + (widths.get(column) as number) + columnGap, -columnGap);
  const left: Column[] = [];
  let kept = columns;
  for (const column of leastNeeded(columns, view)) {
    if (total(kept) <= width) break;
    kept = kept.filter((each) => each !== column);
    left.unshift(column);
  }
  return { kept, left, room: width - total(kept) - columnGap };
};

/** Every fold of the shown trials on one scale, where the table leaves room for it. */
const stripColumn = (view: LeaderboardView, rows: readonly LeaderboardRow[], room: number): Column | null => {
  const { by } = view.leaderboard;
  const valuesOf = (row: LeaderboardRow): readonly number[] =>
    row.state === 'scored' ? (row.scores[by]?.values ?? []).filter((value) => value !== null) : [];
  const all = rows.flatMap(valuesOf);
  if (room < narrowestStrip || view.leaderboard.splits < 2 || all.length === 0) return null;
  const scale = { low: Math.min(...all), high: Math.max(...all), columns: Math.min(widestStrip, room) };
  return {
    key: stripKey,
    head: stripHead(scale, (value) => value.toFixed(3)),
    right: false,
    text: (row) => (row.state === 'scored' ? strip(valuesOf(row), row.scores[by]?.mean ?? null, scale).trimEnd() : ''),
  };
};

const chosenColumns = (view: LeaderboardView, { columns, plain }: TableOptions): readonly Column[] => {
  const known = allColumns(view, plain);
  return (columns?.filter((key) => key !== stripKey) ?? usualColumns(view)).map((key) => {
    const column = known.get(key);
    if (column !== undefined) return column;
    throw new SweepError({
      code: 'USAGE',
      message: `--columns: there is no column "${key}"`,
      fix: `Choose from: ${[...known.keys(), stripKey].join(', ')}`,
    });
  });
};

/** The first `top` rows, the one to take wherever it stands, and a few of the failed ones. */
const shownRows = ({ leaderboard }: LeaderboardView, { top, where }: TableOptions) => {
  const scored = leaderboard.scored.filter(where);
  const failed = leaderboard.failed.filter(where);
  const ranked = scored.filter((row, at) => at < top || row.take);
  const rows = [...ranked, ...failed.slice(0, mostFailed)];
  const filtered = leaderboard.scored.length + leaderboard.failed.length - scored.length - failed.length;
  const hidden = [
    ...(scored.length > ranked.length ? [`${scored.length - ranked.length} more ranked (--top ${scored.length})`] : []),
    ...(failed.length > mostFailed ? [`${failed.length - mostFailed} more failed (--json has them)`] : []),
    ...(filtered > 0 ? [`${filtered} that --where leaves out`] : []),
  ];
  return { rows, hidden };
};

const styleOf = (row: LeaderboardRow): Style | null => {
  if (row.state === 'failed') return accent;
  if (row.take) return 'bold';
  return row.group === 2 ? 'dim' : null;
};

const drawn = (columns: readonly Column[], rows: readonly LeaderboardRow[], plain: boolean, paint: Paint): string => {
  const heads = columns.map(({ head }) => paint('bold', head));
  const painted = rows.map((row) => {
    const style = styleOf(row);
    return columns.map((column) => (style === null ? cellOf(column, row) : paint(style, cellOf(column, row))));
  });
  return ruledTable(
    heads,
    columns.map(({ right }) => right),
    painted,
    plain,
  );
};

const legend = (rows: readonly LeaderboardRow[], folds: boolean): readonly string[] => {
  const scored = rows.filter((row) => row.state === 'scored');
  const near = scored.some((row) => row.withinOneSe && !row.take);
  const parts = [
    ...(near ? [`${markSigns.withinOneSe} within one standard error of the best`] : []),
    ...(folds ? ['at the right ┼ a fold, ● their mean'] : []),
  ];
  return parts.length > 0 ? [parts.join('; ')] : [];
};

/** Words of at most `width` columns, the lines after the first set in under their sign. */
const paragraph = (text: string, width: number): readonly string[] => {
  const [first, ...others] = wrapped(text, Math.min(width, widestWords) - 2);
  return [first ?? '', ...others.map((line) => `  ${line}`)];
};

/**
 * The leaderboard as a person reads it: a table that fits the terminal, what it leaves out, and what it means in words.
 * @throws {SweepError} USAGE on a column that does not exist
 */
export const leaderboardTable = (view: LeaderboardView, options: TableOptions): string => {
  const { plain, colour } = options;
  const paint: Paint = (style, text) =>
    colour && !plain && text !== '' ? styleText(style, text, { validateStream: false }) : text;
  const width = plain ? Infinity : Math.min(widest, options.width);
  const { rows, hidden } = shownRows(view, options);
  const { kept, left, room } = fitting(chosenColumns(view, options), rows, view, width);
  const wantsStrip = options.columns === null ? left.length === 0 : options.columns.includes(stripKey);
  const folds = plain || !wantsStrip ? null : stripColumn(view, rows, room);
  const shown = folds === null ? kept : [...kept, folds];
  const missing = [
    ...(left.length > 0
      ? [
          `${left.length === 1 ? 'column' : 'columns'} ${left.map(({ key }) => key).join(', ')} (the terminal is too narrow; --columns chooses)`,
        ]
      : []),
    ...hidden,
  ];
  const lines = (texts: readonly string[]): readonly string[] =>
    plain ? texts : texts.flatMap((text) => paragraph(text, width));
  const below = wordsBelow(view, { signs: !plain });
  const sentences = below.map((sentence) => (plain ? sentence.text : signed(sentence)));
  const dim = (texts: readonly string[]): readonly string[] => lines(texts).map((line) => paint('dim', line));
  return [
    ...lines([wordsAbove(view)]).map((line) => paint('bold', line)),
    '',
    ...(rows.length > 0 ? [drawn(shown, rows, plain, paint)] : []),
    ...dim(missing.length > 0 ? [`Not shown: ${missing.join('; ')}.`] : []),
    ...(plain ? [] : dim(legend(rows, folds !== null))),
    '',
    ...lines(sentences.map(harmless)),
    '',
  ].join('\n');
};

/** Whether a stream wants colour: a terminal does, unless NO_COLOR says otherwise; FORCE_COLOR is kept. */
export const wantsColour = (stream: NodeJS.WritableStream): boolean => styleText('bold', 'x', { stream }) !== 'x';
