import { existsSync, readFileSync } from 'node:fs';

import { exitCodes, SweepError } from '../core/errors.ts';
import { masked } from '../core/secrets.ts';
import { formatProblems } from './grid/format-problems.ts';
import { harmless } from './grid/text-width.ts';
import { say, styled } from './say.ts';
import { accent } from '../pictures/terminal/accent.ts';

/** Prints a user's error with its fix and without a stack, any other with its stack. @returns the exit code */
export const printError = (error: unknown): number => {
  if (!(error instanceof SweepError)) {
    say(printable(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    return 1;
  }
  const text = error.problems.length > 0 ? formatProblems(error, sourcesOf(error)) : error.message;
  say(`${styled(accent, 'Error:')} ${printable(text)}`);
  if (error.fix !== '' && !error.problems.some(({ fix }) => fix === error.fix)) say(`→ ${printable(error.fix)}`);
  return exitCodes[error.code];
};

/** Without secrets, and with nothing that draws on the terminal: an error may quote anything. */
const printable = (text: string): string => masked(text).split('\n').map(harmless).join('\n');

/** The grid files that problems point into; a data file's line is not worth reading gigabytes for. */
const sourcesOf = ({ problems }: SweepError): ReadonlyMap<string, string> => {
  const files = new Set(problems.map(({ file }) => file).filter((file) => /\.ya?ml$/.test(file) && existsSync(file)));
  return new Map([...files].map((file) => [file, readFileSync(file, 'utf8')]));
};
