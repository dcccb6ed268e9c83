import type { CsvCell } from '../csv.ts';
import { csvLine, csvStart } from '../csv.ts';

/** How lines are written: what stands before them, and each. */
export type LineFormat = { readonly start: string; readonly line: (cells: readonly CsvCell[]) => string };

/** One object a line, its keys the columns; what is missing is null, so that every line has every key. */
const jsonLines = (columns: readonly string[]): LineFormat => ({
  start: '',
  line: (cells) => `${JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? null])))}\n`,
});

const csvLines = (columns: readonly string[], excel: boolean): LineFormat => ({
  start: csvStart({ excel }) + csvLine(columns, { excel }),
  line: (cells) => csvLine(cells, { excel }),
});

export type LinesAs = 'csv' | 'excel' | 'jsonl';

export const lineFormat = (as: LinesAs, columns: readonly string[]): LineFormat =>
  as === 'jsonl' ? jsonLines(columns) : csvLines(columns, as === 'excel');
