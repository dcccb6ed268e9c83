import { expect, it } from 'vitest';

import type { Corpus } from '../../text/corpus.ts';
import { withOutside } from '../../worker/with-outside.ts';

const corpusOf = (...texts: readonly string[]): Corpus => {
  const words = [...new Set(texts.flatMap((text) => text.split(' ')))];
  const ids = texts.map((text) => text.split(' ').map((word) => words.indexOf(word)));
  const offsets = new Uint32Array(texts.length + 1);
  ids.forEach((each, at) => (offsets[at + 1] = (offsets[at] as number) + each.length));
  return { words, labels: [''], tokens: Uint32Array.from(ids.flat()), offsets, classes: new Uint32Array(texts.length) };
};

it('outside texts stand behind those of the rows, in the ids of the rows where these have the word', () => {
  const corpus = corpusOf('good food', 'bad food', 'held out');
  const own = { tokens: corpus.tokens.subarray(0, 4), offsets: corpus.offsets.subarray(0, 3) };

  const { texts, wordOf } = withOutside(corpus, own, corpusOf('new food', 'out new', 'other'));

  const said = [...texts.offsets.keys()]
    .slice(1)
    .map((at) => Array.from(texts.tokens.subarray(texts.offsets[at - 1], texts.offsets[at]), wordOf).join(' '));
  expect(said).toEqual(['good food', 'bad food', 'new food', 'out new', 'other']);
  expect(new Set(texts.tokens).size).toBe(6);
});

it('without outside texts the rows stay as they are', () => {
  const corpus = corpusOf('good food');

  expect(withOutside(corpus, corpus, null).texts).toBe(corpus);
});
