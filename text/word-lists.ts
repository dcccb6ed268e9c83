import { fileProblem } from './problems.ts';
import type { Problems } from './problems.ts';
import { readLines } from './read-lines.ts';
import type { Line } from './read-lines.ts';
import { shortened } from './table.ts';

/** What a word is replaced by: one word or several. */
export type Replacements = ReadonlyMap<string, readonly string[]>;

const quoted = (text: string): string => `"${shortened(text)}"`;

/** A word with each spelling of its apostrophes: cleaning makes ’ to ', and texts that nobody cleaned keep it. */
const spellings = (word: string): readonly string[] =>
  /['’]/.test(word) ? [word.replaceAll('’', "'"), word.replaceAll("'", '’')] : [word];

const splitWords = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

type Pair = { readonly from: string; readonly to: readonly string[] };

/** What stands on both sides of the first tab, or of the first arrow where only space is between that tab and it. */
const sidesOf = (text: string): readonly [string, string] | null => {
  const [arrow, tab] = [text.indexOf('->'), text.indexOf('\t')];
  if (arrow >= 0 && (tab < 0 || text.slice(tab, arrow).trim() === ''))
    return [text.slice(0, arrow), text.slice(arrow + 2)];
  return tab < 0 ? null : [text.slice(0, tab), text.slice(tab + 1)];
};

/** One line as a replacement, or what is wrong with it: what was found, and what to do. */
const asPair = ({ text }: Line): Pair | readonly [string, string] => {
  const found = sidesOf(text);
  if (found === null)
    return [`found ${quoted(text)}, expected \`word -> word\``, 'write "->" or a tab between the two'];
  const [left, to] = found.map(splitWords) as [readonly string[], readonly string[]];
  const [from] = left;
  if (from === undefined)
    return [`found nothing to the left of "->", expected a word`, 'write the word to be replaced'];
  if (left.length > 1) {
    const message = `found ${left.length} words to the left of "->", expected one: ${quoted(left.join(' '))}`;
    return [message, 'texts are compared word by word: write a line for one of them'];
  }
  if (to.length === 0)
    return [`found nothing to the right of "->", expected a word`, 'a word to be left out belongs into text.stopwords'];
  if (to.includes('->')) return [`found "->" twice, expected \`word -> word\``, 'write one replacement a line'];
  return { from, to };
};

const isWrong = (made: Pair | readonly [string, string]): made is readonly [string, string] => Array.isArray(made);

const kinds = { replace: 'lines that are no replacement', stopwords: 'lines that are no single word' } as const;

/**
 * Reads a file of `word -> word` lines (a tab will do for the arrow); to the right there may be several words. What is
 * replaced is not looked up again. Wrong lines go into `problems`.
 * @param lowercase whether texts are lower-cased before words are compared; then so is the file
 */
export const readReplacements = async (
  file: string,
  lowercase: boolean,
  problems: Problems,
): Promise<Replacements | null> => {
  const lines = await readLines(file, 'text.replace', problems);
  if (lines === null) return null;
  const pairs = new Map<string, { readonly to: readonly string[]; readonly line: number }>();
  const add = ({ line, column }: Line, message: string, fix: string): void =>
    problems.add(kinds.replace, { ...fileProblem(file, 'text.replace', message, fix), line, column });
  for (const each of lines) {
    const text = lowercase ? each.text.toLowerCase() : each.text;
    const pair = asPair({ ...each, text });
    if (isWrong(pair)) {
      add(each, ...pair);
      continue;
    }
    const known = pairs.get(pair.from);
    if (known !== undefined && known.to.join(' ') !== pair.to.join(' ')) {
      const message = `found another replacement of ${quoted(pair.from)} than in line ${known.line}, ${quoted(known.to.join(' '))}`;
      add(each, message, 'delete one of the two');
      continue;
    }
    for (const from of spellings(pair.from)) pairs.set(from, { to: pair.to, line: each.line });
  }
  addIfEmpty(problems, file, 'text.replace', lines.length, 'replacement');
  return new Map([...pairs].map(([from, { to }]) => [from, to]));
};

const addIfEmpty = (problems: Problems, file: string, path: string, lines: number, what: string): void => {
  if (lines > 0) return;
  const message = `no ${what} in the file: it is empty, or all its lines are comments`;
  problems.add(`lists without a ${what}`, fileProblem(file, path, message, 'write none in the grid, or fill the file'));
};

/**
 * Reads a file of stop words, one a line. Wrong lines go into `problems`.
 * @param lowercase whether texts are lower-cased before words are compared; then so is the file
 */
export const readStopwords = async (
  file: string,
  lowercase: boolean,
  problems: Problems,
): Promise<ReadonlySet<string> | null> => {
  const lines = await readLines(file, 'text.stopwords', problems);
  if (lines === null) return null;
  const words = new Set<string>();
  for (const { line, column, text } of lines) {
    const [word, ...more] = splitWords(lowercase ? text.toLowerCase() : text) as [string, ...string[]];
    if (more.length === 0) for (const spelling of spellings(word)) words.add(spelling);
    else {
      const message = `found ${quoted(text)}, expected one word`;
      const problem = fileProblem(file, 'text.stopwords', message, 'write one word a line');
      problems.add(kinds.stopwords, { ...problem, line, column });
    }
  }
  addIfEmpty(problems, file, 'text.stopwords', lines.length, 'word');
  return words;
};
