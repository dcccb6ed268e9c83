import { expect, test } from 'vitest';

import { createCorpusBuilder } from '../../text/corpus-builder.ts';
import type { Corpus } from '../../text/corpus.ts';
import { foldTexts } from '../../text/fold-texts.ts';
import { knownTexts } from '../../text/known-texts.ts';
import { someText } from './data-files.ts';

const corpusOf = (texts: readonly string[]): Corpus => {
  const builder = createCorpusBuilder();
  for (const text of texts) builder.add(text.split(' ').filter((word) => word !== ''));
  return builder.finish({ labels: ['x'], classes: new Uint32Array(texts.length) });
};

test('texts are mapped to a vocabulary by their words, cut as the training texts were, at least one token each', () => {
  const test = corpusOf(['new cat', '', 'sat the the cat']);

  const { tokens, offsets } = knownTexts(test, { vocabulary: ['cat', 'the', 'sat'], maxTokens: 3, truncate: 'start' });

  expect([...offsets]).toEqual([0, 2, 3, 6]);
  expect([...tokens]).toEqual([0, 1, 0, 2, 2, 1]);
});

test('the training texts themselves are mapped as the network saw them in training', () => {
  const corpus = corpusOf(['the cat', 'a cat sat', '', 'new cat the the the']);
  const train = Uint32Array.of(0, 1, 2, 3);
  const text = someText({ maxTokens: 4, vocabulary: 3, truncate: 'start' });
  const { texts, vocabulary, maxTokens } = foldTexts({ corpus, split: { train }, text, known: null });

  expect(knownTexts(corpus, { vocabulary, maxTokens, truncate: 'start' })).toEqual(texts);
});
