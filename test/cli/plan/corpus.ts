import type { Corpus } from '../../../text/corpus.ts';

/** Texts of one length over so many words, each as frequent as the next, in two classes. */
export const aCorpus = (size: { readonly rows: number; readonly length: number; readonly words: number }): Corpus => ({
  words: Array.from({ length: size.words }, (_, word) => `w${word}`),
  labels: ['a', 'b'],
  tokens: Uint32Array.from({ length: size.rows * size.length }, (_, at) => at % size.words),
  offsets: Uint32Array.from({ length: size.rows + 1 }, (_, row) => row * size.length),
  classes: Uint32Array.from({ length: size.rows }, (_, row) => row % 2),
});
