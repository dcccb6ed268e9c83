import type { SweepError } from '../../../core/errors.ts';
import { SweepError as Refusal } from '../../../core/errors.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';

/** The error that a grid is refused with; fails where it is not refused. */
export const refusal = (source: string, file = 'grids/bad.yaml'): SweepError => {
  try {
    parseGrid(source, file);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'INVALID_GRID') return error;
    throw error;
  }
  throw new Error(`not refused: ${source}`);
};

/** Its problems, one line each: `line:column path: message → fix`. */
export const refused = (source: string): readonly string[] =>
  refusal(source).problems.map(
    ({ line, column, path, message, fix }) => `${line}:${column} ${path}: ${message}${fix === null ? '' : ` → ${fix}`}`,
  );

/** A grid that is right but for what is added. */
export const withLines = (...lines: readonly string[]): string =>
  ['name: x', 'data: { file: a.csv }', ...lines, ''].join('\n');
