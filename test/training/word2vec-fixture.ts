import { readFileSync } from 'node:fs';
import type { TokenTexts, Word2vecOptions } from '../../training/word2vec/word2vec.ts';

/** What gensim trained; see test/fixtures/word2vec/make-fixtures.py. */
export type Word2vecFixture = {
  readonly options: Word2vecOptions;
  readonly texts: TokenTexts;
  readonly words: readonly number[];
  readonly counts: readonly number[];
  readonly keepThresholds: readonly number[];
  readonly cumulative: readonly number[];
  readonly effectiveWords: number;
  readonly rawWords: number;
  readonly vectors: Float32Array;
  readonly text: string;
};

export const fixtureNames = ['several-jobs', 'window-1-sample-0', 'long-sentences', 'many-negatives'] as const;

/** Sentences to one array of token ids. */
export const packTexts = (texts: readonly (readonly number[])[]): TokenTexts => {
  const offsets = [0];
  for (const text of texts) offsets.push((offsets.at(-1) as number) + text.length);
  return { tokens: Uint32Array.from(texts.flat()), offsets: Uint32Array.from(offsets) };
};

const read = (file: string): string => readFileSync(new URL(`../fixtures/word2vec/${file}`, import.meta.url), 'utf8');

export const readFixture = (name: (typeof fixtureNames)[number]): Word2vecFixture => {
  const stored = JSON.parse(read(`${name}.json`)) as Omit<Word2vecFixture, 'texts'> & { readonly texts: string[] };
  const texts = stored.texts.map((line) => (line === '' ? [] : line.split(' ').map(Number)));
  const text = read(`${name}.txt`);
  const lines = text.split('\n').slice(1, -1);
  const vectors = Float32Array.from(lines.flatMap((line) => line.split(' ').slice(1).map(Number)));
  return { ...stored, texts: packTexts(texts), vectors, text };
};
