import { resolve } from 'node:path';
import type { TextOptions } from '../core/grid.ts';
import { readNamedFile } from '../core/named-file.ts';
import { loadNormalizer } from './normalize.ts';
import { createProblems } from './problems.ts';
import type { Problems } from './problems.ts';
import { builtinStopwords } from './stop-words.ts';
import { createTokenizer } from './tokenize.ts';
import type { TokenOptions, Tokenizer } from './tokenize.ts';
import { readReplacements, readStopwords } from './word-lists.ts';

/** Text options that change the tokens. */
export type TokenText = Pick<TextOptions, 'clean' | 'lowercase' | 'replace' | 'stopwords' | 'normalize' | 'language'>;

const has =
  (words: ReadonlySet<string> | null): TokenOptions['isStopword'] =>
  (word) =>
    words?.has(word) === true;

const loadStopwords = async (
  { stopwords, language, lowercase }: TokenText,
  folder: string,
  problems: Problems,
): Promise<TokenOptions['isStopword']> => {
  if (stopwords === 'none') return null;
  if (stopwords !== 'builtin')
    return has(await readStopwords(resolve(folder, readNamedFile(stopwords).written), lowercase, problems));
  const words = await builtinStopwords(language);
  return (word) => words.has(word.toLowerCase().replaceAll('’', "'"));
};

const loadOptions = async (text: TokenText, folder: string, problems: Problems): Promise<TokenOptions> => {
  const { clean, lowercase, replace } = text;
  const file = replace === 'none' ? null : resolve(folder, readNamedFile(replace).written);
  return {
    clean,
    lowercase,
    replace: file === null ? null : await readReplacements(file, lowercase, problems),
    isStopword: await loadStopwords(text, folder, problems),
    normalize: await loadNormalizer(text),
  };
};

/**
 * Makes the tokenizers of sets of text options, from the files that they name and the builtin lists and stemmers.
 * @param folder of the grid file; files are relative to it
 * @throws {SweepError} INVALID_DATA with every problem of every file
 */
export const createTokenizers = async (texts: readonly TokenText[], folder: string): Promise<readonly Tokenizer[]> => {
  const problems = createProblems();
  const told = new Set<string>();
  const add: Problems['add'] = (kind, problem) => {
    const { file, line, message } = problem; // a file that many sets of options name is told of once
    const text = JSON.stringify([file, line, message]);
    if (!told.has(text)) problems.add(kind, problem);
    told.add(text);
  };
  const options: TokenOptions[] = [];
  for (const text of texts) options.push(await loadOptions(text, folder, { ...problems, add }));
  problems.throwIfAny();
  return options.map(createTokenizer);
};
