import { existsSync, readFileSync } from 'node:fs';

import { exitCodes, SweepError } from '../core/errors.ts';
import { formatProblems } from './grid/format-problems.ts';
import { say, styled } from './say.ts';

/** Prints a user's error with its fix and without a stack, any other with its stack. @returns the exit code */
export const printError = (error: unknown): number => {
  if (!(error instanceof SweepError)) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
  say(
    `${styled('red', 'Error:')} ${error.problems.length > 0 ? formatProblems(error, sourcesOf(error)) : error.message}`,
  );
  if (error.fix !== '' && !error.problems.some(({ fix }) => fix === error.fix)) say(`→ ${error.fix}`);
  return exitCodes[error.code];
};

/** The grid files that problems point into; a data file's line is not worth reading gigabytes for. */
const sourcesOf = ({ problems }: SweepError): ReadonlyMap<string, string> => {
  const files = new Set(problems.map(({ file }) => file).filter((file) => /\.ya?ml$/.test(file) && existsSync(file)));
  return new Map([...files].map((file) => [file, readFileSync(file, 'utf8')]));
};
