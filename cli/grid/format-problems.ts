import type { Problem, SweepError } from '../../core/errors.ts';
import { characterWidth, harmless } from './text-width.ts';

const widest = 100;

/** White space as wide as the text, so that a caret stands below what comes after it. */
const below = (text: string): string =>
  Array.from(text, (character) => (character === '\t' ? '\t' : ' '.repeat(characterWidth(character)))).join('');

/** The part of a long line around a column, and the column in it. */
const excerpt = (line: string, column: number): { readonly text: string; readonly at: number } => {
  if (line.length <= widest) return { text: line, at: column - 1 };
  const from = Math.max(0, Math.min(column - 1 - widest / 2, line.length - widest));
  const head = from > 0 ? '…' : '';
  const tail = from + widest < line.length ? '…' : '';
  return { text: `${head}${line.slice(from, from + widest)}${tail}`, at: column - 1 - from + head.length };
};

const place = ({ file, line, column }: Problem): string =>
  line === null ? file : column === null ? `${file}:${line}` : `${file}:${line}:${column}`;

const sourceLines = ({ line, column }: Problem, lines: readonly string[] | undefined): readonly string[] => {
  const source = line === null ? undefined : lines?.[line - 1];
  if (source === undefined || column === null) return [];
  const { text, at } = excerpt(harmless(source.replace(/\r$/, '')), column);
  const number = String(line);
  return [`  ${number} | ${text}`, `  ${' '.repeat(number.length)} | ${below(text.slice(0, at))}^`];
};

const subject = ({ path }: Problem): string => (path === '' ? '' : `${path}: `);

const formatProblem = (problem: Problem, lines: readonly string[] | undefined): string =>
  [
    `${place(problem)}: ${harmless(subject(problem) + problem.message)}`,
    ...sourceLines(problem, lines),
    ...(problem.fix === null ? [] : [`  → ${harmless(problem.fix)}`]),
  ].join('\n');

/**
 * All problems of an error as plain text: `file:line:column`, what was found and what was expected, the source line with
 * a caret, and what to do. Lines are shown of those files whose text is given.
 */
export const formatProblems = (error: SweepError, sourceByFile: ReadonlyMap<string, string>): string => {
  const lines = new Map([...sourceByFile].map(([file, source]) => [file, source.split('\n')]));
  if (error.problems.length === 0) return `${harmless(error.message)}\n  → ${harmless(error.fix)}`;
  return error.problems.map((problem) => formatProblem(problem, lines.get(problem.file))).join('\n\n');
};
