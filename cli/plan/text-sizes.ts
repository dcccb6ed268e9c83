import type { MaxTokens } from '../../core/grid.ts';
import type { Corpus } from '../../text/corpus.ts';
import { seenLength } from '../../text/lengths.ts';
import { keepThresholds } from '../../training/word2vec/vocabulary.ts';

/** What the time and memory of training depend on, of a corpus that need not be held any longer. */
export type TextSizes = {
  readonly rows: number;
  readonly rowsOfLength: Uint32Array; // [tokens] texts of that length
  readonly wordCounts: Uint32Array; // [words]
};

export const textSizes = ({ offsets, tokens, words, classes }: Corpus): TextSizes => {
  let longest = 0;
  for (let row = 0; row < classes.length; row++)
    longest = Math.max(longest, (offsets[row + 1] as number) - (offsets[row] as number));
  const rowsOfLength = new Uint32Array(longest + 1);
  for (let row = 0; row < classes.length; row++) {
    const length = (offsets[row + 1] as number) - (offsets[row] as number);
    rowsOfLength[length] = (rowsOfLength[length] as number) + 1;
  }
  const wordCounts = new Uint32Array(words.length);
  for (const token of tokens) wordCounts[token] = (wordCounts[token] as number) + 1;
  return { rows: classes.length, rowsOfLength, wordCounts };
};

/** Tokens that the network sees of all texts, and of the longest; a percentile is taken over all rows. */
export type SeenTexts = { readonly tokens: number; readonly longest: number };

export const seenTexts = ({ rows, rowsOfLength }: TextSizes, maxTokens: MaxTokens): SeenTexts => {
  const limit =
    typeof maxTokens === 'number' ? maxTokens : percentileOf(rowsOfLength, rows, Number(maxTokens.slice(1)));
  const most = Math.max(1, limit);
  let tokens = 0;
  rowsOfLength.forEach((count, length) => (tokens += count * Math.min(most, seenLength(length))));
  return { tokens, longest: Math.min(most, Math.max(1, rowsOfLength.length - 1)) };
};

/** The p-th percentile by nearest rank. */
const percentileOf = (rowsOfLength: Uint32Array, rows: number, p: number): number => {
  const rank = Math.max(Math.ceil((p * rows) / 100), 1);
  let below = 0;
  return rowsOfLength.findIndex((count) => (below += count) >= rank);
};

/** What word2vec trains on in one pass: words before and after thinning out frequent ones, distinct words. */
export type TrainedWords = { readonly words: number; readonly kept: number; readonly distinct: number };

export const trainedWords = (
  { wordCounts }: Pick<TextSizes, 'wordCounts'>,
  minCount: number,
  sample: number,
): TrainedWords => {
  const counts = wordCounts.filter((count) => count >= minCount);
  const thresholds = keepThresholds(counts, sample);
  const words = counts.reduce((sum, count) => sum + count, 0);
  const kept =
    thresholds === null
      ? words
      : counts.reduce((sum, count, at) => sum + (count * (thresholds[at] as number)) / 0xffffffff, 0);
  return { words, kept, distinct: counts.length };
};
