import type { Paint } from './accent.ts';

/** One series of a chart: a value per step, the first step being 1. */
export type Series = { readonly mark: string; readonly values: readonly number[]; readonly paint: Paint };

export type ChartSize = { readonly columns: number; readonly rows: number };

const both = '◉';
const between = '·';

/** Three significant digits in at most six columns. */
const tick = (value: number): string => {
  const text = value.toPrecision(3);
  return text.length <= 6 ? text : value.toExponential(0);
};

/** The columns that the axis and its ticks take on the left. */
export const axisColumns = 8;

type Cell = { readonly sign: string; readonly paint: Paint };

/** Series over equal steps on a grid; dots lead from mark to mark, and what falls on the same place is one mark of its own. */
const plot = (
  series: readonly Series[],
  { columns, rows }: ChartSize,
  columnOf: (step: number) => number,
  rowOf: (value: number) => number,
): readonly (readonly (Cell | null)[])[] => {
  const grid = Array.from({ length: rows }, () => new Array<Cell | null>(columns).fill(null));
  const put = (column: number, value: number, cell: Cell, over: boolean): void => {
    const line = grid[rowOf(value)] as (Cell | null)[];
    if (over || line[column] === null) line[column] = cell;
  };
  for (const { values, paint } of series)
    values.slice(1).forEach((value, step) => {
      const [from, to, before] = [columnOf(step), columnOf(step + 1), values[step] as number];
      for (let column = from + 1; column < to; column++)
        put(column, before + ((value - before) * (column - from)) / (to - from), { sign: between, paint }, false);
    });
  for (const { mark, values, paint } of series)
    values.forEach((value, step) => {
      const there = grid[rowOf(value)]?.[columnOf(step)] ?? null;
      const isFree = there === null || there.sign === between || there.sign === mark;
      put(columnOf(step), value, isFree ? { sign: mark, paint } : { sign: both, paint: there.paint }, true);
    });
  return grid;
};

/**
 * Series over equal steps as lines of text of equal length, `columns` wide with the axis, a title above and the steps below.
 * Where there are more steps than columns, some are left out.
 */
export const lineChart = (
  title: string,
  series: readonly Series[],
  { columns, rows }: ChartSize,
): readonly string[] => {
  const all = series.flatMap(({ values }) => values);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const steps = Math.max(...series.map(({ values }) => values.length));
  const width = columns - axisColumns;
  const column = (step: number): number => (steps === 1 ? 0 : Math.round((step * (width - 1)) / (steps - 1)));
  const row = (value: number): number =>
    high === low ? rows - 1 : Math.round(((high - value) * (rows - 1)) / (high - low));
  const label = (at: number): string => (at === 0 ? tick(high) : at === rows - 1 && high > low ? tick(low) : '');
  const lines = plot(series, { columns: width, rows }, column, row).map((line, at) => {
    const cells = line.map((cell) => (cell === null ? ' ' : cell.paint(cell.sign)));
    return `${label(at).padStart(6)} ${label(at) === '' ? '│' : '┤'}${cells.join('')}`;
  });
  const last = String(steps);
  const below = `1${steps > 1 ? last.padStart(Math.max(last.length + 1, column(steps - 1))) : ''}`;
  return [
    title.padEnd(columns),
    ...lines,
    `${' '.repeat(7)}└${'─'.repeat(width)}`,
    `${' '.repeat(8)}${below}`.padEnd(columns),
  ];
};

/** Two blocks of lines beside each other, those of the left one all `columns` wide. */
export const beside = (left: readonly string[], right: readonly string[], columns: number): readonly string[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, at) =>
    `${left[at] ?? ' '.repeat(columns)}   ${right[at] ?? ''}`.trimEnd(),
  );
