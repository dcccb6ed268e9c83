import { describe, expect, it } from 'vitest';
import { createLinearGenerator } from '../../training/word2vec/linear-generator.ts';
import { createMersenneTwister } from '../../training/word2vec/mersenne-twister.ts';
import { seededFloats } from '../../training/word2vec/initial-vectors.ts';
import { createTables } from '../../training/word2vec/tables.ts';
import { createVocabulary, keepThresholds } from '../../training/word2vec/vocabulary.ts';
import { createWord2vec } from '../../training/word2vec/word2vec.ts';
import type { TokenTexts, Training } from '../../training/word2vec/word2vec.ts';
import { packTexts } from './word2vec-fixture.ts';

const textsOf = (sentences: readonly string[]): TokenTexts =>
  packTexts(sentences.map((text) => Array.from(text, (letter) => letter.charCodeAt(0) - 97)));
const times = (count: number, ...texts: readonly string[]): string[] =>
  Array.from({ length: count }, () => texts).flat();
const run = (training: Training): Training => {
  while (training.step());
  return training;
};

const letters = textsOf([
  ...times(40, 'cdefg', 'bcdec', 'abcdc'),
  ...times(30, 'c'),
  ...times(20, 'de'),
  ...times(9, 'bd'),
]);
const options = { iterations: 5, window: 2, size: 4, minCount: 1, negative: 5, sample: 0.01, seed: 1 };

describe('random streams', () => {
  it("draws what numpy's RandomState draws", () => {
    const draws = createMersenneTwister(1);
    const job = [draws.below(2 ** 24), draws.below(2 ** 24)];
    const windows = Array.from({ length: 12 }, () => draws.below(5));

    expect(job).toEqual([12710949, 4686059]);
    expect(windows).toEqual([4, 0, 1, 3, 0, 0, 1, 4, 4, 1, 2, 4]);
  });

  it('steps the linear generator as 64-bit arithmetic does', () => {
    const generator = createLinearGenerator(12710949 * 2 ** 24 + 4686059);

    const drawn = Array.from({ length: 4 }, () => generator.bits());

    expect(drawn).toEqual([3254003015, 3535781865, 514735530, 2136078014]);
  });

  it("draws the floats of numpy's default_rng", () => {
    const shown = (seed: number): string[] => Array.from(seededFloats(seed, 4), (x) => x.toPrecision(7));

    expect(shown(1)).toEqual(['0.4731886', '0.5118216', '0.7551675', '0.9504637']);
  });
});

describe('the vocabulary', () => {
  it('is ordered by count and, where counts are equal, by the last seen', () => {
    const { words, counts } = createVocabulary(letters, 1);

    expect(String.fromCharCode(...words.map((token) => token + 97))).toBe('cdebagf');
    expect([...counts]).toEqual([230, 149, 100, 89, 40, 40, 40]);
  });

  it("has gensim's shares of negatives and its subsampling", () => {
    const { counts } = createVocabulary(letters, 1);

    expect([...createTables(counts).cumulative]).toEqual([
      603892196, 1039959216, 1363302273, 1659584804, 1822217751, 1984850699, 2147483647,
    ]);
    expect(keepThresholds(counts, 0.01)?.[0]).toBe(871306787);
    expect(keepThresholds(counts, 0)).toBeNull();
  });
});

describe('word2vec', () => {
  it('trains the vectors that gensim trains', () => {
    const { vectors } = run(createWord2vec(letters, options)).result();

    const [c, g] = [vectors.subarray(0, 4), vectors.subarray(20, 24)];
    [-0.242413, -0.1607615, 0.7606778, 0.9549641].forEach((x, i) => expect(c[i]).toBeCloseTo(x, 5));
    [-0.03611492, -0.01653114, 0.8748543, 0.7211714].forEach((x, i) => expect(g[i]).toBeCloseTo(x, 5));
  });

  it('reports its progress in words and trains at most 10,000 of them in a step', () => {
    const texts = packTexts(Array.from({ length: 70 }, () => Array.from({ length: 400 }, (_, i) => i % 7)));
    const training = createWord2vec(texts, { ...options, iterations: 2 });

    const done: number[] = [];
    while (training.step()) done.push(training.doneWords);

    expect(training.totalWords).toBe(56_000);
    expect(done).toEqual([10_000, 20_000, 28_000, 38_000, 48_000, 56_000]);
    expect(training.step()).toBe(false);
  });

  it.each([
    ['no texts', textsOf([])],
    ['empty texts', textsOf(['', '', ''])],
    ['words that are all too rare', textsOf(['abc', 'de'])],
  ])('has no rows and nothing to train with %s', (_, texts) => {
    const training = createWord2vec(texts, { ...options, minCount: 2 });

    expect(training.step()).toBe(false);
    expect(training.totalWords).toBe(0);
    expect(training.result()).toEqual({ words: new Uint32Array(), size: 4, vectors: new Float32Array() });
    expect(createWord2vec(texts, { ...options, minCount: 2 }, training.checkpoint()).step()).toBe(false);
  });

  it.each([
    ['negative', 0, 'negative is 0, expected an integer > 0'],
    ['window', 0, 'window is 0, expected an integer > 0'],
    ['size', 1.5, 'size is 1.5, expected an integer > 0'],
    ['sample', -1, 'sample is -1, expected a number ≥ 0'],
    ['seed', 2 ** 32, 'seed is 4294967296, expected an integer from 0 to 2³² − 1'],
  ])('refuses %s = %s', (name, value, message) => {
    expect(() => createWord2vec(letters, { ...options, [name]: value })).toThrow(new RangeError(message));
  });

  it('says what does not fit one memory', () => {
    expect(() => createWord2vec(letters, { ...options, size: 100_000_000 })).toThrow(/4 GiB is the limit/);
  });

  it('cannot be used once disposed of', () => {
    const training = createWord2vec(letters, options);

    training.dispose();

    expect(() => training.step()).toThrow('disposed');
  });
});
