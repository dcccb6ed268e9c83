import { shortestFloat } from './shortest-float.ts';
import type { Word2vec } from './word2vec.ts';

/**
 * The text format of word2vec, byte for byte as gensim 4.4 writes it, line by line (each with its line feed, to be
 * written as UTF-8): `ROWS SIZE`, then `WORD X1 … XSIZE`. The numbers give the same float32 when read again.
 * @param nameOf the word of a token id; without spaces or line feeds, which the format cannot hold
 */
export function* word2vecText(
  { words, size, vectors }: Word2vec,
  nameOf: (token: number) => string,
): Generator<string> {
  yield `${words.length} ${size}\n`;
  for (const [row, token] of words.entries()) {
    const numbers = Array.from(vectors.subarray(row * size, (row + 1) * size), shortestFloat);
    yield `${nameOf(token)} ${numbers.join(' ')}\n`;
  }
}
