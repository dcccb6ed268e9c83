import { readNamedFile } from '../core/named-file.ts';
import type { Corpus } from './corpus.ts';
import { fileProblem } from './problems.ts';
import type { Problems } from './problems.ts';
import { createTokenizer } from './tokenize.ts';
import { tokenOptions } from './token-lists.ts';
import type { TokenLists, TokenText } from './token-lists.ts';

/** Texts of which cleaning and stop words left no word; each is kept as one <oov>. */
export type Emptied = {
  readonly least: number; // texts, in the set of text options that empties fewest
  readonly most: number;
  readonly classes: readonly string[]; // of which a set of text options leaves no text at all
};

const isEmpty = ({ offsets }: Corpus, row: number): boolean => offsets[row] === offsets[row + 1];

const emptyClasses = (corpus: Corpus): readonly string[] => {
  const filled = new Set(corpus.classes.filter((_, row) => !isEmpty(corpus, row)));
  const all = new Set(corpus.classes);
  return corpus.labels.filter((_, place) => all.has(place) && !filled.has(place));
};

/** @param corpora one for each set of text options, rows alike */
export const emptiedOf = (corpora: readonly Corpus[]): Emptied => {
  const counts = corpora.map((corpus) => corpus.classes.filter((_, row) => isEmpty(corpus, row)).length);
  const classes = new Set(corpora.flatMap(emptyClasses));
  return { least: Math.min(...counts), most: Math.max(...counts), classes: [...classes] };
};

const cleanText = ({ clean }: TokenText): string => `text.clean: [${clean.join(', ')}]`;

/** The option that left nothing, as far as the texts that are shown tell, and what to do about it. */
const culprit = async (
  text: TokenText,
  lists: TokenLists,
  examples: readonly string[],
): Promise<readonly [path: string, what: string, fix: string]> => {
  const withStopwords = createTokenizer(await tokenOptions(text, { ...lists, stopwords: null }));
  if (lists.stopwords !== null && examples.some((example) => withStopwords(example).length > 0)) {
    const what = `text.stopwords: ${readNamedFile(text.stopwords).written}`;
    return ['text.stopwords', what, 'take words out of the list, or write stopwords: none'];
  }
  if (text.clean.length > 0) return ['text.clean', cleanText(text), 'write fewer kinds in text.clean'];
  return [
    'data.text',
    'splitting into words: they hold white space alone',
    'name the column of the texts in data.text',
  ];
};

type SetOfTexts = { readonly text: TokenText; readonly lists: TokenLists; readonly corpus: Corpus };

/**
 * Makes a problem of each set of text options that leaves no word in any text.
 * @param file the data file
 * @param examples some texts as they were read
 */
export const checkEmptied = async (
  sets: readonly SetOfTexts[],
  file: string,
  examples: readonly string[],
  problems: Problems,
): Promise<void> => {
  for (const { text, lists, corpus } of sets) {
    if (corpus.tokens.length > 0) continue;
    const [path, what, fix] = await culprit(text, lists, examples);
    problems.add('options that leave no text', fileProblem(file, path, `every text is empty after ${what}`, fix));
  }
};
