import type { Corpus } from '../text/corpus.ts';
import type { TokenTexts } from '../training/word2vec/word2vec.ts';

type Joined = { readonly texts: TokenTexts; readonly wordOf: (token: number) => string };

/** Ids of the outside words: those of the corpus where it has the word, and new ones behind its last. */
const idsOf = (corpus: Corpus, outside: Corpus): { readonly ids: Uint32Array; readonly added: readonly string[] } => {
  const known = new Map(corpus.words.map((word, id) => [word, id]));
  const added: string[] = [];
  const ids = Uint32Array.from(outside.words, (word) => known.get(word) ?? corpus.words.length + added.push(word) - 1);
  return { ids, added };
};

/**
 * What word2vec sees: some rows' texts in the ids of their corpus, and behind them the outside texts.
 * @returns texts with the outside texts last, and the word of each id
 */
export const withOutside = (corpus: Corpus, own: TokenTexts, outside: Corpus | null): Joined => {
  if (outside === null) return { texts: own, wordOf: (token) => corpus.words[token] as string };
  const { ids, added } = idsOf(corpus, outside);
  const first = own.tokens.length;
  const tokens = new Uint32Array(first + outside.tokens.length);
  tokens.set(own.tokens);
  outside.tokens.forEach((token, at) => (tokens[first + at] = ids[token] as number));
  const offsets = new Uint32Array(own.offsets.length + outside.offsets.length - 1);
  offsets.set(own.offsets);
  outside.offsets.subarray(1).forEach((end, at) => (offsets[own.offsets.length + at] = first + end));
  const wordOf = (token: number): string => (corpus.words[token] ?? added[token - corpus.words.length]) as string;
  return { texts: { tokens, offsets }, wordOf };
};
