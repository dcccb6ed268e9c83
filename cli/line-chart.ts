/** One series of a chart: a value per step, the first step being 1. */
export type Series = { readonly mark: string; readonly values: readonly number[] };

export type ChartSize = { readonly columns: number; readonly rows: number };

const both = '◉';

/** Three significant digits in at most six columns. */
const tick = (value: number): string => {
  const text = value.toPrecision(3);
  return text.length <= 6 ? text : value.toExponential(0);
};

/** The columns that the axis and its ticks take on the left. */
export const axisColumns = 8;

/**
 * Series over equal steps as lines of text, `columns` wide with the axis, a title above and the steps below; what falls on
 * the same place is drawn as one mark. Where there are more steps than columns, some are left out.
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
  const grid = Array.from({ length: rows }, () => new Array<string>(width).fill(' '));
  const column = (step: number): number => (steps === 1 ? 0 : Math.round((step * (width - 1)) / (steps - 1)));
  const row = (value: number): number =>
    high === low ? rows - 1 : Math.round(((high - value) * (rows - 1)) / (high - low));
  for (const { mark, values } of series) {
    values.forEach((value, step) => {
      const line = grid[row(value)] as string[];
      const there = line[column(step)] as string;
      line[column(step)] = there === ' ' || there === mark ? mark : both;
    });
  }
  const label = (at: number): string => (at === 0 ? tick(high) : at === rows - 1 && high > low ? tick(low) : '');
  const lines = grid.map((line, at) => `${label(at).padStart(6)} ${label(at) === '' ? '│' : '┤'}${line.join('')}`);
  const last = String(steps);
  const below = `1${steps > 1 ? last.padStart(Math.max(last.length + 1, column(steps - 1))) : ''}`;
  return [title, ...lines, `${' '.repeat(7)}└${'─'.repeat(width)}`, `${' '.repeat(8)}${below}`].map((line) =>
    line.trimEnd(),
  );
};

/** Two blocks of lines beside each other, the left one `columns` wide. */
export const beside = (left: readonly string[], right: readonly string[], columns: number): readonly string[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, at) =>
    `${(left[at] ?? '').padEnd(columns)}   ${right[at] ?? ''}`.trimEnd(),
  );
