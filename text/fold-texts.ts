import type { TextOptions } from '../core/grid.ts';
import type { Corpus } from './corpus.ts';
import { rowCount, rowTokens } from './corpus.ts';
import { seenLength, tokenLimit } from './lengths.ts';

/** What the network of one fold sees: every row's text as vocabulary indexes, cut to `maxTokens`, at least one each. */
export type FoldTexts = {
  readonly texts: { readonly tokens: Uint32Array; readonly offsets: Uint32Array }; // index 0 = <oov>
  readonly vocabulary: readonly string[]; // index i + 1 is vocabulary[i]
  readonly maxTokens: number;
};

export type FoldTextsInput = {
  readonly corpus: Corpus;
  readonly split: { readonly train: Uint32Array };
  readonly text: Pick<TextOptions, 'maxTokens' | 'truncate' | 'vocabulary'>;
  readonly known: readonly string[] | null; // words that have a vector; null: vectors are learnt, for the counted words
  readonly fit?: 'train' | 'all'; // whose words are counted for the vocabulary: the training rows', or every row's
};

/** Token ids by how often the rows have them, most frequent first, ties by first appearance in these rows. */
const byFrequency = (corpus: Corpus, rows: Iterable<number>): readonly number[] => {
  const counts = new Uint32Array(corpus.words.length);
  const seen: number[] = [];
  for (const row of rows) {
    for (const token of rowTokens(corpus, row)) {
      if (counts[token] === 0) seen.push(token);
      counts[token] = (counts[token] as number) + 1;
    }
  }
  return seen.sort((a, b) => (counts[b] as number) - (counts[a] as number)); // stable
};

/**
 * Tokens with an index, in the order of their indexes. Words that the counted rows lack but that have a vector come
 * last, in the corpus' order, unless the vocabulary is limited.
 */
const vocabularyOf = ({ corpus, split, text, known, fit }: FoldTextsInput): readonly number[] => {
  const rows = fit === 'all' ? corpus.classes.keys() : split.train;
  const counted = byFrequency(corpus, rows);
  if (text.vocabulary !== 'all') {
    const most = counted.slice(0, text.vocabulary);
    return known === null ? most : withVector(corpus, most, known);
  }
  if (known === null) return counted;
  const others = new Set(corpus.words.keys());
  for (const token of counted) others.delete(token);
  return withVector(corpus, [...counted, ...others], known);
};

const withVector = (corpus: Corpus, tokens: readonly number[], known: readonly string[]): readonly number[] => {
  const words = new Set(known);
  return tokens.filter((token) => words.has(corpus.words[token] as string));
};

const lengthsOf = ({ offsets }: Corpus, rows: Uint32Array): Uint32Array =>
  rows.map((row) => (offsets[row + 1] as number) - (offsets[row] as number));

const cut = (tokens: Uint32Array, maxTokens: number, truncate: TextOptions['truncate']): Uint32Array =>
  truncate === 'end' ? tokens.subarray(0, maxTokens) : tokens.subarray(Math.max(tokens.length - maxTokens, 0));

/** Every row's text as `indexOf` of its token ids, cut; an empty text is one index 0. */
export const mapTexts = (
  corpus: Corpus,
  indexOf: Uint32Array,
  { maxTokens, truncate }: { readonly maxTokens: number } & Pick<TextOptions, 'truncate'>,
): FoldTexts['texts'] => {
  const offsets = new Uint32Array(rowCount(corpus) + 1);
  for (let row = 0; row < rowCount(corpus); row++)
    offsets[row + 1] = (offsets[row] as number) + seenLength(Math.min(rowTokens(corpus, row).length, maxTokens));
  const tokens = new Uint32Array(offsets.at(-1) as number);
  for (let row = 0; row < rowCount(corpus); row++) {
    const seen = cut(rowTokens(corpus, row), maxTokens, truncate);
    seen.forEach((token, at) => (tokens[(offsets[row] as number) + at] = indexOf[token] as number));
  }
  return { tokens, offsets };
};

/** Maps a corpus to the integers of one fold; a word without an index, and an empty text, are index 0. */
export const foldTexts = (input: FoldTextsInput): FoldTexts => {
  const { corpus, split, text } = input;
  const maxTokens = tokenLimit(text.maxTokens, lengthsOf(corpus, split.train));
  const ids = vocabularyOf(input);
  const indexOf = new Uint32Array(corpus.words.length);
  ids.forEach((token, at) => (indexOf[token] = at + 1));
  const texts = mapTexts(corpus, indexOf, { maxTokens, truncate: text.truncate });
  return { texts, vocabulary: ids.map((token) => corpus.words[token] as string), maxTokens };
};
