/** Why a command could not do what was asked; each code has one exit code (see `exitCodes`). */
export type ErrorCode =
  | 'USAGE' // wrong flags or arguments
  | 'INVALID_GRID' // the grid file says something that cannot be run
  | 'INVALID_DATA' // a file that the grid names cannot be used
  | 'INVALID_ARCHIVE' // a backup that is damaged, of a newer program, or contradicts what is there
  | 'NAME_TAKEN' // another grid runs under this name
  | 'HOME' // the folder for Sweep's own files cannot be used
  | 'SERVER_UNAVAILABLE' // a server or a binary is not to be had
  | 'ENGINE_MISSING' // nobody serves the engine that a grid asks for
  | 'SCHEMA' // a newer program has written the store, or an older one works in it
  | 'NUMERICS' // this program cannot serve a sweep of another numerics version
  | 'NOT_FOUND' // no such sweep, trial or model
  | 'INTERRUPTED'; // stopped by the user; the sweep is kept

export const exitCodes = {
  USAGE: 2,
  INVALID_GRID: 2,
  INVALID_DATA: 2,
  INVALID_ARCHIVE: 2,
  NAME_TAKEN: 2,
  HOME: 2,
  SERVER_UNAVAILABLE: 3,
  ENGINE_MISSING: 3,
  SCHEMA: 3,
  NUMERICS: 3,
  NOT_FOUND: 4,
  INTERRUPTED: 130,
} as const satisfies Readonly<Record<ErrorCode, number>>;

/** One thing wrong in a file of the user's: where, what was found, what was expected, what to do. */
export type Problem = {
  readonly file: string;
  readonly line: number | null; // from 1; null where the whole file is meant
  readonly column: number | null;
  readonly path: string; // e.g. model.units; '' for the file itself
  readonly message: string; // what was found and what was expected
  readonly fix: string | null; // what to do about it, e.g. `did you mean "units"?`
};

/** A user's error: printed without a stack, with its fix, and ends the program with the exit code of its `code`. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
  readonly code: ErrorCode;
  readonly fix: string;
  readonly problems: readonly Problem[];

  constructor(options: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly fix: string;
    readonly problems?: readonly Problem[];
    readonly cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.fix = options.fix;
    this.problems = options.problems ?? [];
  }
}
