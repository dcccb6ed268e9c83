import { resolve } from 'node:path';
import type { TextOptions } from '../core/grid.ts';
import { readNamedFile } from '../core/named-file.ts';
import { loadNormalizer } from './normalize.ts';
import type { Problems } from './problems.ts';
import { builtinStopwords } from './stop-words.ts';
import type { TokenOptions } from './tokenize.ts';
import { readReplacements, readStopwords } from './word-lists.ts';

/** Text options that change the tokens. */
export type TokenText = Pick<TextOptions, 'clean' | 'lowercase' | 'replace' | 'stopwords' | 'normalize' | 'language'>;

/** The words that the options name by a file or as builtin; null for `none`. */
export type TokenLists = {
  readonly replace: readonly (readonly [word: string, by: readonly string[]])[] | null;
  readonly stopwords: readonly string[] | null;
};

/**
 * Reads the lists that text options name. What is wrong with them goes into `problems`; such a list is null.
 * @param folder of the grid file; files are relative to it
 */
export const readTokenLists = async (
  { replace, stopwords, lowercase, language }: TokenText,
  folder: string,
  problems: Problems,
): Promise<TokenLists> => {
  const fileOf = (named: string): string => resolve(folder, readNamedFile(named).written);
  const pairs = replace === 'none' ? null : await readReplacements(fileOf(replace), lowercase, problems);
  const words =
    stopwords === 'none'
      ? null
      : stopwords === 'builtin'
        ? await builtinStopwords(language)
        : await readStopwords(fileOf(stopwords), lowercase, problems);
  return { replace: pairs === null ? null : [...pairs], stopwords: words === null ? null : [...words] };
};

/** Whether a word is on the list: as it is written in a file's, in any case and with any apostrophe in the builtin one. */
const stopwordTest = (stopwords: string, list: readonly string[] | null): TokenOptions['isStopword'] => {
  if (list === null) return null;
  const words = new Set(list);
  return stopwords === 'builtin'
    ? (word) => words.has(word.toLowerCase().replaceAll('’', "'"))
    : (word) => words.has(word);
};

/** What a tokenizer is made of, from text options and the lists that they name. */
export const tokenOptions = async (text: TokenText, lists: TokenLists): Promise<TokenOptions> => ({
  clean: text.clean,
  lowercase: text.lowercase,
  replace: lists.replace === null ? null : new Map(lists.replace),
  isStopword: stopwordTest(text.stopwords, lists.stopwords),
  normalize: await loadNormalizer(text.normalize, text.language),
});
