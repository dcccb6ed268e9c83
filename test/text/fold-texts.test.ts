import { describe, expect, it } from 'vitest';
import { createCorpusBuilder } from '../../text/corpus-builder.ts';
import type { Corpus } from '../../text/corpus.ts';
import { foldTexts } from '../../text/fold-texts.ts';
import { percentile, tokenLimit } from '../../text/lengths.ts';
import { someText } from './data-files.ts';

const corpusOf = (texts: readonly string[]): Corpus => {
  const builder = createCorpusBuilder();
  for (const text of texts) builder.add(text.split(' ').filter((word) => word !== ''));
  return builder.finish({ labels: ['x'], classes: new Uint32Array(texts.length) });
};

/** Row 3 is held out; its word `new` is nowhere else. */
const corpus = corpusOf(['the cat', 'a cat sat', '', 'new cat the the the']);
const split = { train: Uint32Array.of(0, 1, 2) };
const all = someText({ maxTokens: 100 });

/** The rows as words, `<oov>` for index 0. */
const seen = ({ texts, vocabulary }: ReturnType<typeof foldTexts>): readonly string[] =>
  Array.from({ length: texts.offsets.length - 1 }, (_, row) =>
    Array.from(texts.tokens.subarray(texts.offsets[row], texts.offsets[row + 1]), (index) =>
      index === 0 ? '<oov>' : vocabulary[index - 1],
    ).join(' '),
  );

describe('the texts of a fold', () => {
  it('hold the words of its training texts by frequency, ties by first appearance; the rest is <oov>', () => {
    const fold = foldTexts({ corpus, split, text: all, known: null });

    expect(fold.vocabulary).toEqual(['cat', 'the', 'a', 'sat']);
    expect(seen(fold)).toEqual(['the cat', 'a cat sat', '<oov>', '<oov> cat the the the']);
  });

  it('hold the most frequent words where the vocabulary is limited', () => {
    const fold = foldTexts({ corpus, split, text: { ...all, vocabulary: 2 }, known: null });

    expect(fold.vocabulary).toEqual(['cat', 'the']);
    expect(seen(fold)).toEqual(['the cat', '<oov> cat <oov>', '<oov>', '<oov> cat the the the']);
  });

  it('hold no word without a vector, and held-out words that have one', () => {
    const fold = foldTexts({ corpus, split, text: all, known: ['sat', 'new', 'cat', 'elsewhere'] });

    expect(fold.vocabulary).toEqual(['cat', 'sat', 'new']);
    expect(seen(fold)).toEqual(['<oov> cat', '<oov> cat sat', '<oov>', 'new cat <oov> <oov> <oov>']);
  });

  it('count the words before those without a vector are left out', () => {
    const fold = foldTexts({ corpus, split, text: { ...all, vocabulary: 2 }, known: ['the', 'a', 'sat'] });

    expect(fold.vocabulary).toEqual(['the']);
  });

  it('count the words of every row where the embedding saw every row', () => {
    const fold = foldTexts({ corpus, split, text: { ...all, vocabulary: 1 }, known: ['the', 'cat'], fit: 'all' });

    expect(fold.vocabulary).toEqual(['the']);
  });

  it('are cut at either end', () => {
    const cut = (truncate: 'start' | 'end') =>
      seen(foldTexts({ corpus, split, text: someText({ maxTokens: 2, truncate }), known: null }));

    expect(cut('end')).toEqual(['the cat', 'a cat', '<oov>', '<oov> cat']);
    expect(cut('start')).toEqual(['the cat', 'cat sat', '<oov>', 'the the']);
  });

  it('are as long as a percentile of the training texts says, and count words before they are cut', () => {
    const fold = foldTexts({ corpus, split, text: someText({ maxTokens: 'p50' }), known: null });

    expect(fold.maxTokens).toBe(2);
    expect(fold.vocabulary).toEqual(['cat', 'the', 'a', 'sat']);
  });
});

describe('a percentile', () => {
  it.each([
    [0, 10],
    [20, 10],
    [20.1, 20],
    [50, 30],
    [80, 40],
    [95, 50],
    [100, 50],
  ])('of %d is the nearest rank', (p, expected) => {
    expect(percentile(Uint32Array.of(10, 20, 30, 40, 50), p)).toBe(expected);
  });

  it('is exact where p per cent of the texts are a whole number of them', () => {
    expect(
      percentile(
        Uint32Array.from({ length: 100 }, (_, at) => at + 1),
        95,
      ),
    ).toBe(95);
    expect(
      percentile(
        Uint32Array.from({ length: 1000 }, (_, at) => at + 1),
        99.9,
      ),
    ).toBe(999);
  });

  it('of empty texts is one token', () => {
    expect(tokenLimit('p95', Uint32Array.of(0, 0))).toBe(1);
  });
});
