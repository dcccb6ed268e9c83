import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWord2vec } from '../../training/word2vec/word2vec.ts';
import type { KernelName, TokenTexts, Training, Word2vecOptions } from '../../training/word2vec/word2vec.ts';
import { packTexts, readFixture } from './word2vec-fixture.ts';

const run = (training: Training, steps = Infinity): Training => {
  for (let step = 0; step < steps && training.step(); step++);
  return training;
};
/** Both matrices and the place in the random streams. */
const bitsOf = (training: Training): Buffer => Buffer.from(training.checkpoint());
/** Two rows of four floats from a checkpoint: of the input matrix (2 from the end) or the output matrix (1). */
const rowsOf = (training: Training, fromEnd: number): number[][] => {
  const bytes = training.checkpoint();
  const floats = new Float32Array(bytes.slice(bytes.length - 32 * fromEnd).buffer, 0, 8);
  return [[...floats.subarray(0, 4)], [...floats.subarray(4)]];
};
const dotOf = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
const trained = (texts: TokenTexts, options: Word2vecOptions, kernel: KernelName): Training =>
  run(createWord2vec(texts, options, undefined, kernel));

const anyTexts = fc.array(fc.array(fc.nat(30), { maxLength: 40 }), { maxLength: 12 }).map((texts) => packTexts(texts));
const anyOptions: fc.Arbitrary<Word2vecOptions> = fc.record({
  iterations: fc.integer({ min: 1, max: 3 }),
  window: fc.integer({ min: 1, max: 7 }),
  size: fc.integer({ min: 1, max: 34 }),
  minCount: fc.integer({ min: 1, max: 3 }),
  negative: fc.integer({ min: 1, max: 20 }),
  sample: fc.constantFrom(0, 1e-3, 0.1, 3),
  seed: fc.nat(),
});
const letters = packTexts(
  Array.from({ length: 60 }, (_, i) => Array.from({ length: 500 }, (_, j) => (i * j * j) % 61)),
);
const options = { iterations: 2, window: 4, size: 9, minCount: 1, negative: 5, sample: 0.001, seed: 3 };

describe('the SIMD kernel and its plain twin', () => {
  it('give the same bits, whatever the texts and options', () => {
    fc.assert(
      fc.property(anyTexts, anyOptions, (texts, some) => {
        expect(bitsOf(trained(texts, some, 'simd')).equals(bitsOf(trained(texts, some, 'plain')))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['long-sentences', 'many-negatives'] as const)('give the same bits on %s', (name) => {
    const { texts, options: some } = readFixture(name);

    expect(bitsOf(trained(texts, some, 'simd')).equals(bitsOf(trained(texts, some, 'plain')))).toBe(true);
  });

  it('skip the same targets where the dot product leaves the table of the sigmoid', () => {
    const texts = packTexts(Array.from({ length: 1000 }, () => [0, 1]));
    const some = { ...options, size: 4, window: 1, iterations: 40, negative: 1, sample: 0 };

    const simd = trained(texts, some, 'simd');

    const [input, output] = [rowsOf(simd, 2), rowsOf(simd, 1)];
    expect(Math.max(...input.flatMap((x) => output.map((y) => Math.abs(dotOf(x, y)))))).toBeGreaterThan(6);
    expect(bitsOf(simd).equals(bitsOf(trained(texts, some, 'plain')))).toBe(true);
  });
});

describe('a checkpoint', () => {
  it('goes on to the same bits from any job', () => {
    const whole = trained(letters, options, 'simd');

    for (let steps = 0; steps <= 8; steps++) {
      const saved = run(createWord2vec(letters, options), steps).checkpoint();
      const resumed = createWord2vec(letters, options, saved);
      const before = resumed.doneWords;
      run(resumed);
      expect(before).toBe(Math.min(steps, 6) * 10_000);
      expect(bitsOf(resumed).equals(bitsOf(whole))).toBe(true);
      expect(resumed.result()).toEqual(whole.result());
    }
  });

  it('is small: both matrices and the state of the generator', () => {
    const training = createWord2vec(letters, options);

    expect(training.checkpoint()).toHaveLength(2 * 4 * 61 * options.size + 4 * (8 + 625));
  });

  it.each([
    ['other options', (bytes: Uint8Array) => bytes, { ...options, window: 5 }, /other texts or options/],
    [
      'the same options with another seed',
      (bytes: Uint8Array) => bytes,
      { ...options, seed: 4 },
      /other texts or options/,
    ],
    ['a file that was cut off', (bytes: Uint8Array) => bytes.subarray(0, -4), options, /bytes, expected/],
    ['a stump', (bytes: Uint8Array) => bytes.subarray(0, 3), options, /Not a checkpoint/],
    ['another version', (bytes: Uint8Array) => bytes.fill(9, 4, 8), options, /version 151587081, expected 1/],
    ['another file', () => new TextEncoder().encode('x'.repeat(9999)), options, /Not a checkpoint/],
  ])('is refused from %s', (_, damage, other, message) => {
    const bytes = damage(createWord2vec(letters, options).checkpoint());

    expect(() => createWord2vec(letters, other, bytes)).toThrow(message);
  });

  it('is refused from other texts of the same shape', () => {
    const bytes = createWord2vec(letters, options).checkpoint();
    const others = { ...letters, tokens: letters.tokens.toReversed() };

    expect(() => createWord2vec(others, options, bytes)).toThrow(/other texts or options/);
  });
});
