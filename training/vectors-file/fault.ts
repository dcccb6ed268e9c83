import { SweepError } from '../../core/errors.ts';

/** Ends the reading: what is wrong, in which line (null: no line, or one of a binary file) and what to do. */
export type Fail = (line: number | null, message: string, fix: string) => never;

/** Faults of one file of vectors, as the grid's `embedding.file`. */
export const failOf =
  (file: string): Fail =>
  (line, message, fix) => {
    throw new SweepError({
      code: 'INVALID_DATA',
      message: `${file}: ${message}`,
      fix,
      problems: [{ file, line, column: null, path: 'embedding.file', message, fix }],
    });
  };
