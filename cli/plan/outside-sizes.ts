import type { Corpus } from '../../text/corpus.ts';

/** Outside texts with the rows in front of them, as far as the time and memory of word2vec depend on them. */
export type OutsideSizes = {
  readonly rows: number; // texts of both
  readonly wordCounts: Uint32Array; // [words of both]
  readonly ownTokens: number;
  readonly outsideTokens: number;
};

const countWords = ({ tokens }: Corpus, ids: Uint32Array | null, counts: Uint32Array): void => {
  for (const token of tokens) {
    const id = ids === null ? token : (ids[token] as number);
    counts[id] = (counts[id] as number) + 1;
  }
};

export const outsideSizes = (own: Corpus, outside: Corpus): OutsideSizes => {
  const known = new Map(own.words.map((word, id) => [word, id]));
  let next = own.words.length;
  const ids = Uint32Array.from(outside.words, (word) => known.get(word) ?? next++);
  const wordCounts = new Uint32Array(next);
  countWords(own, null, wordCounts);
  countWords(outside, ids, wordCounts);
  return {
    rows: own.classes.length + outside.classes.length,
    wordCounts,
    ownTokens: own.tokens.length,
    outsideTokens: outside.tokens.length,
  };
};
