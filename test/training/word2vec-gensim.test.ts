import { describe, expect, it } from 'vitest';
import { createTrainJob } from '../../training/word2vec/train-job.ts';
import { packJobs } from '../../training/word2vec/jobs.ts';
import { createPlainKernel } from '../../training/word2vec/plain-kernel.ts';
import { createMersenneTwister } from '../../training/word2vec/mersenne-twister.ts';
import { createTables } from '../../training/word2vec/tables.ts';
import { createVocabulary, keepThresholds } from '../../training/word2vec/vocabulary.ts';
import { word2vecText } from '../../training/word2vec/word2vec-text.ts';
import { createWord2vec } from '../../training/word2vec/word2vec.ts';
import { fixtureNames, readFixture } from './word2vec-fixture.ts';
import type { Word2vecFixture } from './word2vec-fixture.ts';

/** How many words are left after subsampling, over all iterations, with the kernel's work left out. */
const countEffective = ({ texts, options }: Word2vecFixture): number => {
  const { counts, rowOf } = createVocabulary(texts, options.minCount);
  const kernel = createPlainKernel({ ...options, rows: counts.length, tables: createTables(counts) });
  let words = 0;
  const counting = { ...kernel, train: (sentences: number) => void (words += kernel.job.starts[sentences] as number) };
  const encoded = Int32Array.from(texts.tokens, (token) => rowOf[token] as number);
  const thresholds = keepThresholds(counts, options.sample);
  const trainJob = createTrainJob(texts.offsets, encoded, thresholds, options.window, counting);
  const draws = createMersenneTwister(options.seed);
  for (let epoch = 0; epoch < options.iterations; epoch++) {
    for (const job of packJobs(texts.offsets)) trainJob(job, 0, draws);
  }
  return words;
};

describe.each(fixtureNames)('gensim 4.4 on %s', (name) => {
  const fixture = readFixture(name);
  const { texts, options } = fixture;

  it('has the same words in the same order, with the same tables', () => {
    const { words, counts } = createVocabulary(texts, options.minCount);

    expect([...words]).toEqual(fixture.words);
    expect([...counts]).toEqual(fixture.counts);
    expect([...createTables(counts).cumulative]).toEqual(fixture.cumulative);
    if (options.sample > 0) expect([...(keepThresholds(counts, options.sample) ?? [])]).toEqual(fixture.keepThresholds);
  });

  it('leaves the same number of words after subsampling', () => {
    expect(countEffective(fixture)).toBe(fixture.effectiveWords);
  });

  it('has the same vectors but for rounding', () => {
    const training = createWord2vec(texts, options);
    while (training.step());
    const { vectors } = training.result();

    const differences = Array.from(vectors, (x, i) => Math.abs(x - (fixture.vectors[i] as number)));
    expect(vectors).toHaveLength(fixture.vectors.length);
    expect(Math.max(...differences)).toBeLessThan(1e-4);
    expect(training.doneWords).toBe(fixture.rawWords);
    expect(training.totalWords).toBe(fixture.rawWords);
  });

  it('writes the same bytes of text', () => {
    const word2vec = { words: Uint32Array.from(fixture.words), size: options.size, vectors: fixture.vectors };

    expect([...word2vecText(word2vec, String)].join('')).toBe(fixture.text);
  });
});
