import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { StudentizedRange } from '../../scoring/distributions.ts';
import { createStudentizedRange, studentTail } from '../../scoring/distributions.ts';

type Fixtures = {
  readonly tails: readonly (readonly [q: number, m: number, df: number | null, tail: number])[];
  readonly quantiles: readonly (readonly [p: number, m: number, df: number | null, q: number])[];
  readonly students: readonly (readonly [t: number, df: number, tail: number])[];
};

const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/scoring/distributions.json', import.meta.url), 'utf8'),
) as Fixtures;

const ranges = new Map<string, StudentizedRange>();
const rangeOf = (m: number, df: number | null): StudentizedRange => {
  const range = ranges.get(`${m} ${df}`) ?? createStudentizedRange(m, df ?? Infinity);
  ranges.set(`${m} ${df}`, range);
  return range;
};

test('tails of the studentized range equal scipy, from 2 to 20,000 means', () => {
  const worst = Math.max(...fixtures.tails.map(([q, m, df, wanted]) => Math.abs(rangeOf(m, df).tail(q) - wanted)));

  expect(fixtures.tails.length).toBeGreaterThan(250);
  expect(worst).toBeLessThan(1e-7);
});

test('quantiles of the studentized range equal scipy', () => {
  const worst = Math.max(
    ...fixtures.quantiles.map(([p, m, df, wanted]) => Math.abs(rangeOf(m, df).quantile(p) - wanted)),
  );

  expect(worst).toBeLessThan(1e-6);
});

test('tails of Student’s t equal scipy, relative to their size', () => {
  for (const [t, df, wanted] of fixtures.students) {
    expect(Math.abs(studentTail(t, df) / wanted - 1)).toBeLessThan(1e-8);
  }
});

test('two means are Student’s t: the tail at q is the two-sided tail of q / √2', () => {
  for (const df of [1, 4, 9, 49]) {
    for (const q of [0.3, 2, 4.5, 11]) {
      expect(createStudentizedRange(2, df).tail(q)).toBeCloseTo(studentTail(q / Math.SQRT2, df), 12);
    }
  }
});

test('two means with one degree of freedom have the closed form of Cauchy’s distribution', () => {
  const range = createStudentizedRange(2, 1);

  for (const q of [0.01, 1, 17.97, 5000, 1e9]) {
    const cauchy = (2 / Math.PI) * Math.atan(Math.SQRT2 / q);
    expect(Math.abs(range.tail(q) / cauchy - 1)).toBeLessThan(1e-8);
  }
});

test('a tail starts at 1, never rises, and goes to 0 without noise', () => {
  for (const [m, df] of [
    [2, 4],
    [8, 28],
    [432, 1724],
    [20_000, 79_996],
  ] as const) {
    const range = createStudentizedRange(m, df);
    const tails = Array.from({ length: 400 }, (_, n) => range.tail(n / 16));

    expect(tails[0]).toBe(1);
    tails.slice(1).forEach((tail, at) => expect(tail).toBeLessThanOrEqual((tails[at] as number) + 1e-12));
    expect(tails.every((tail) => tail >= 0)).toBe(true);
    expect(range.tail(Infinity)).toBe(0);
  }
});

test('the quantile of a tail gives back its place', () => {
  const range = createStudentizedRange(48, 188);

  for (const p of [0.9, 0.5, 0.05, 1e-3, 1e-12]) expect(range.tail(range.quantile(p)) / p).toBeCloseTo(1, 9);
});

test('the tails of 2,000 trials take a fraction of a second', () => {
  createStudentizedRange(3, 8).tail(1); // the shared grid and the compiler’s warming-up
  const before = performance.now();

  const range = createStudentizedRange(2000, 7996);
  for (let n = 0; n < 2000; n++) range.tail(n / 100);

  expect(performance.now() - before).toBeLessThan(1000); // 40 ms on an idle core; the limit allows for a busy machine
});

test('one mean or no degree of freedom is refused', () => {
  expect(() => createStudentizedRange(1, 4)).toThrow(RangeError);
  expect(() => createStudentizedRange(2, 0)).toThrow('needs 2 means and 1 degree of freedom: 2, 0');
});
