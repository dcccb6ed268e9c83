import type { Corpus } from './corpus.ts';
import { rowTokens } from './corpus.ts';

const isSame = (a: Uint32Array, b: Uint32Array): boolean =>
  a.length === b.length && a.every((token, at) => token === b[at]);

/** FNV-1a of a text's tokens: only a first look, what is equal is told by the tokens themselves. */
const hashOf = (tokens: Uint32Array): number => {
  let hash = 0x811c9dc5;
  for (const token of tokens) hash = Math.imul(hash ^ token, 0x01000193);
  return hash;
};

/** [rows] For each row the first one with the same words in the same order. */
export const firstOfSameText = (corpus: Pick<Corpus, 'tokens' | 'offsets'>): Uint32Array => {
  const seen = new Map<number, number[]>();
  return Uint32Array.from({ length: corpus.offsets.length - 1 }, (_, row) => {
    const tokens = rowTokens(corpus, row);
    const hash = hashOf(tokens);
    const before = seen.get(hash) ?? [];
    const same = before.find((other) => isSame(rowTokens(corpus, other), tokens));
    if (same !== undefined) return same;
    seen.set(hash, [...before, row]);
    return row;
  });
};
