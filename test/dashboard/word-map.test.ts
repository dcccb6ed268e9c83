import { describe, expect, it } from 'vitest';

import { flatten, nearest } from '../../dashboard/server/word-map.ts';
import { createStream } from '../../core/random.ts';

const random = (words: number, size: number) => {
  const stream = createStream('words on a plane');
  return { size, vectors: Float32Array.from({ length: words * size }, () => stream.uniform() - 0.5) };
};
const allOf = (words: number): readonly number[] => Array.from({ length: words }, (_, row) => row);

describe('flatten', () => {
  it('finds the direction in which unit vectors differ most, and what it holds', () => {
    const vectors = Float32Array.of(5, 0, 0.1, 0, 3, 0, 2, 0, 0, 0, 0.5, 0); // along the first two of three numbers

    const { places, shares } = flatten({ size: 3, vectors }, [0, 1, 2, 3]);

    expect(shares[0]).toBeGreaterThan(0.99);
    expect(shares[0] + shares[1]).toBeLessThanOrEqual(1 + 1e-12);
    expect(places[0]?.[0]).toBeCloseTo(-(places[1]?.[0] ?? 0), 2); // the first lies opposite to the second
  });

  it.each([1, 2, 3, 7, 33, 130])('places %i words around the middle, the same each time', (words) => {
    const rows = random(words, 8);

    const { places, shares } = flatten(rows, allOf(words));

    expect(places).toHaveLength(words);
    for (const axis of [0, 1] as const) expect(places.reduce((sum, place) => sum + place[axis], 0)).toBeCloseTo(0, 9);
    expect(shares[0]).toBeGreaterThanOrEqual(shares[1]);
    expect(flatten(rows, allOf(words))).toEqual({ places, shares });
  });

  it('holds all of the variance of vectors of two numbers', () => {
    const [x, y] = flatten(random(33, 2), allOf(33)).shares;

    expect(x + y).toBeCloseTo(1, 12);
  });
});

describe('nearest', () => {
  it('ranks by cosine whatever the lengths, without the word itself and those without direction', () => {
    const vectors = Float32Array.of(1, 0, 9, 1, 0, 2, -4, 0, 0, 0);

    const found = nearest({ size: 2, vectors }, 0, 10);

    expect(found.map(({ row }) => row)).toEqual([1, 2, 3]);
    expect(found[0]?.cosine).toBeCloseTo(9 / Math.sqrt(82), 6);
    expect(found[2]?.cosine).toBe(-1);
  });

  it.each([1, 3, 7, 33, 130])('agrees with a plain computation for vectors of %i numbers', (size) => {
    const rows = random(20, size);
    const own = (row: number): readonly number[] => [...rows.vectors.subarray(row * size, (row + 1) * size)];
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, n) => sum + value * (b[n] as number), 0);
    const cosine = (a: readonly number[], b: readonly number[]): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

    for (const { row, cosine: found } of nearest(rows, 4, 5)) expect(found).toBeCloseTo(cosine(own(4), own(row)), 9);
  });
});
