import type { Problem, SweepError } from '../../core/errors.ts';

const widest = 100;

/** Control characters would let a file draw on the terminal. */
const harmless = (text: string): string =>
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');

const isWide = (character: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    character,
  );

/** White space as wide as the text, so that a caret stands below what comes after it. */
const below = (text: string): string =>
  Array.from(text, (character) => (character === '\t' ? '\t' : isWide(character) ? '  ' : ' ')).join('');

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
