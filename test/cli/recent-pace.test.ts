import { expect, test } from 'vitest';

import { recentPace } from '../../cli/recent-pace.ts';

/** A moment every `everyMs` that trained `each` folds more, up to time 0. */
const steady = (moments: number, everyMs: number, each: number) => ({
  recent: Array.from({ length: moments }, (_, at) => ({ at: (at + 1 - moments) * everyMs, trained: at * each })),
});

test('a steady pace is that pace', () => {
  expect(recentPace([steady(20, 2000, 6)], 0)).toBeCloseTo(3, 1);
});

test('embeddings that train at once add up', () => {
  expect(recentPace([steady(20, 2000, 6), steady(20, 2000, 2)], 0)).toBeCloseTo(4, 1);
});

test('folds that take minutes are counted over a longer time', () => {
  expect(recentPace([steady(20, 120_000, 1)], 0)).toBeCloseTo(1 / 120, 4);
});

test('what was fast long ago and stands still now is not fast', () => {
  const before = steady(10, 2000, 10);

  expect(recentPace([before], 600_000)).toBeLessThan(0.2);
});

test('folds that others had trained before are no pace of this sweep', () => {
  expect(recentPace([{ recent: [{ at: 0, trained: 0 }] }], 5000)).toBeNull();
});

test.each([
  ['nothing was written down', []],
  ['there is one moment', [{ recent: [{ at: -4000, trained: 7 }] }]],
  [
    'two moments are too near',
    [
      {
        recent: [
          { at: -500, trained: 0 },
          { at: -100, trained: 4 },
        ],
      },
    ],
  ],
])('no pace is told where %s', (_what, progress) => {
  expect(recentPace(progress, 0)).toBeNull();
});

test('a clock behind those of the workers does no harm', () => {
  expect(recentPace([steady(20, 2000, 6)], -60_000)).toBeCloseTo(3, 1);
});

test('the first one or two folds, which waited for word vectors, tell no pace yet', () => {
  const first = { recent: [-30_000, -10_000, -8_000].map((at, trained) => ({ at, trained })) };

  expect(recentPace([first], 0)).toBeNull();
});
