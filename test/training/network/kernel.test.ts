import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStream, streamKey } from '../../../core/random.ts';
import { createMachine } from '../../../training/network/kernel.ts';

const machine = createMachine(1 << 20);
const { kernel, floats } = machine;
const at = (kib: number): number => kib * 1024;

const squashed = (squash: 'sigmoids' | 'tanhs', values: readonly number[]): Float32Array => {
  floats.set(values, at(128) / 4);
  kernel[squash](Math.ceil(values.length / 4) * 4, at(128), at(256));
  return floats.slice(at(256) / 4, at(256) / 4 + values.length);
};

const spread = Array.from({ length: 4000 }, (_, i) => Math.fround((i - 2000) / 50));
const small = Array.from({ length: 400 }, (_, i) => Math.fround(10 ** (-i / 20)));

const ulp = 2 ** -23;

test('sigmoid is within 4 ulp from -40 to 40', () => {
  const ours = squashed('sigmoids', spread);

  const worst = spread.map((x, i) => Math.abs(ours[i]! * (1 + Math.exp(-x)) - 1));
  expect(Math.max(...worst)).toBeLessThan(4 * ulp);
});

test('tanh is within 4 ulp, beside zero too', () => {
  const values = [...spread, ...small];

  const ours = squashed('tanhs', values);

  const worst = values.map((x, i) => (x === 0 ? ours[i]! : Math.abs(ours[i]! / Math.tanh(x) - 1)));
  expect(Math.max(...worst)).toBeLessThan(4 * ulp);
});

test('infinities saturate and NaN stays NaN', () => {
  const odd = [Infinity, -Infinity, NaN, 1e30];

  expect([...squashed('sigmoids', odd)]).toEqual([1, expect.closeTo(0, 30), NaN, 1]);
  expect([...squashed('tanhs', odd)]).toEqual([expect.closeTo(1, 6), expect.closeTo(-1, 6), NaN, expect.closeTo(1, 6)]);
});

/** [rows, columns] as panels of 8 columns. */
const panels = (rows: number, columns: number, value: (row: number, column: number) => number): Float32Array =>
  Float32Array.from({ length: rows * columns }, (_, i) =>
    value((i >> 3) % rows, Math.floor(i / (8 * rows)) * 8 + (i & 7)),
  );

const size = fc.integer({ min: 1, max: 70 });

test('products of any size equal plain sums in ascending order, to the bit', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 }), (m, panelCount, k) => {
      const n = panelCount * 8;
      const stream = createStream(m, n, k);
      const draw = (length: number): Float32Array => Float32Array.from({ length }, () => stream.uniform() - 0.5);
      const [a, b, start] = [draw(m * k), draw(k * n), draw(n)];
      floats.set(a, at(128) / 4);
      floats.set(
        panels(k, n, (row, column) => b[row * n + column]!),
        at(256) / 4,
      );
      floats.set(start, at(384) / 4);

      kernel.multiply(m, n, k, at(128), k * 4, at(256), k, at(384), 0, at(512), n * 4);

      const expected = Float32Array.from({ length: m * n }, (_, i) => {
        let sum = start[i % n]!;
        for (let d = 0; d < k; d++)
          sum = Math.fround(sum + Math.fround(a[Math.floor(i / n) * k + d]! * b[d * n + (i % n)]!));
        return sum;
      });
      expect(floats.slice(at(512) / 4, at(512) / 4 + m * n)).toEqual(expected);
    }),
    { numRuns: 40, seed: 2 },
  );
});

/** Checks C = Aᵀ · B for [depth, m] and [depth, n] against plain sums. */
const checkTransposed = (depth: number, m: number, n: number): void => {
  const stream = createStream(depth, m, n);
  const draw = (length: number): Float32Array => Float32Array.from({ length }, () => stream.uniform() - 0.5);
  const [a, b] = [draw(depth * m), draw(depth * n)];
  floats.set(a, at(128) / 4);
  floats.set(b, at(256) / 4);
  floats.fill(0, at(512) / 4, at(512) / 4 + m * n);

  kernel.multiplyTransposed(depth, m, n, at(128), m * 4, at(256), n * 4, at(512), m, at(704));

  const expected = panels(m, n, (row, column) => {
    let sum = 0;
    for (let d = 0; d < depth; d++) sum = Math.fround(sum + Math.fround(a[d * m + row]! * b[d * n + column]!));
    return sum;
  });
  expect(floats.slice(at(512) / 4, at(512) / 4 + m * n)).toEqual(expected);
};

test('transposed products of any depth equal plain sums in ascending order, to the bit', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }), (depth, tiles, panelCount) =>
      checkTransposed(depth, tiles * 4, panelCount * 8),
    ),
    { numRuns: 40, seed: 2 },
  );
});

test.each([
  [130, 128, 8],
  [67, 132, 264],
  [64, 4, 256],
])('so do those of rows that lie far apart: depth %i, %i × %i', checkTransposed);

test('a product of depth 0 is what it starts from', () => {
  floats.set([1, 2, 3, 4, 5, 6, 7, 8], at(384) / 4);

  kernel.multiply(3, 8, 0, at(128), 0, at(256), 0, at(384), 0, at(512), 32);

  const row = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(floats.slice(at(512) / 4, at(512) / 4 + 24)).toEqual(Float32Array.from([...row, ...row, ...row]));
});

test.each([
  ['multiply, 12 columns', () => kernel.multiply(4, 12, 8, at(128), 32, at(256), 8, at(384), 0, at(512), 48)],
  ['multiply, panels too short', () => kernel.multiply(4, 8, 9, at(128), 36, at(256), 8, at(384), 0, at(512), 32)],
  [
    'multiplyTransposed, 6 rows',
    () => kernel.multiplyTransposed(8, 6, 8, at(128), 24, at(256), 32, at(512), 6, at(704)),
  ],
  [
    'lstmForward, 12 units',
    () => kernel.lstmForward(1, at(128), 12, 0, 0, at(256), at(384), at(512), at(576), at(640), at(704)),
  ],
])('a shape that a kernel cannot do is a trap, not a wrong number: %s', (_, run) => {
  expect(run).toThrow('unreachable');
});

test('dropout draws from its named stream, a word per unit, and leaves the surplus of a row zero', () => {
  const [rows, units, stride] = [9, 5, 8];

  kernel.dropoutFactors(rows, units, stride, ...streamKey('a', 3), 0.25 * 2 ** 32, 4 / 3, at(128));

  const stream = createStream('a', 3);
  const expected = Array.from({ length: rows * stride }, (_, i) =>
    i % stride < units && stream.uniform() >= 0.25 ? Math.fround(4 / 3) : 0,
  );
  expect(floats.slice(at(128) / 4, at(128) / 4 + rows * stride)).toEqual(Float32Array.from(expected));
});

test.each([
  ['Adam', 0, [0.001, 0.1, 0.001, 1e-7, 1]],
  ['sgd', 1, [0.001, 0.9]],
  ['rmsprop', 2, [0.001, 0.9, 0.1, 1e-7]],
])('moments that fade become zero instead of subnormal: %s', (_, rule, constants) => {
  const [w, m, v, g, numbers] = [128, 129, 130, 131, 132].map(at) as [number, number, number, number, number];
  floats.fill(1e-3, m / 4, m / 4 + 4);
  floats.fill(0, g / 4, g / 4 + 4);
  floats.set(constants, numbers / 4);

  for (let step = 0; step < 1000; step++) kernel.move(rule, 4, numbers, w, g, m, v);

  expect(floats.slice(m / 4, m / 4 + 4)).toEqual(new Float32Array(4));
});

test('the sum of squares is that of doubles, beyond the range of float32 too', () => {
  const values = Array.from({ length: 36 }, (_, i) => Math.fround((i - 7) * 1e25));
  floats.set(values, at(128) / 4);

  const sum = kernel.sumOfSquares(36, at(128));

  expect(sum / values.reduce((total, value) => total + value * value, 0)).toBeCloseTo(1, 14);
});

test('the largest size is found wherever it lies, and NaN is', () => {
  for (let place = 0; place < 12; place++) {
    floats.fill(0.5, at(128) / 4, at(128) / 4 + 12);
    floats[at(128) / 4 + place] = -3;
    expect(kernel.largest(12, at(128))).toBe(3);
    floats[at(128) / 4 + place] = NaN;
    expect(kernel.largest(12, at(128))).toBeNaN();
  }
});

test('a run of more than 4 GiB is refused with its size', () => {
  expect(() => createMachine(5 * 2 ** 30)).toThrow('needs 5.0 GiB; a run can have 4 GiB');
});
