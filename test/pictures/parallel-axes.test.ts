import { describe, expect, it } from 'vitest';

import { nearestTrial, parallelPlaces, wayOf } from '../../pictures/parallel-axes.ts';
import type { ParallelTrial } from '../../pictures/parallel-axes.ts';

const axes = [
  { name: 'units', values: ['8', '16'] },
  { name: 'batch', values: ['32', '64'] },
  { name: 'accuracy', values: null },
];
const trial = (id: string, at: ParallelTrial['at'], chosen = true): ParallelTrial => ({ id, at, chosen });
const trials = [
  trial('best', [1, 1, 0.9]),
  trial('same until the end', [1, 1, 0.8]),
  trial('unread', [0, null, 0.7]),
  trial('left out', [0, 0, 0.6], false),
];
const places = parallelPlaces(axes, trials, { width: 900, height: 380 });
const middle = (axis: number): number => (places.x(axis) + places.x(axis + 1)) / 2;
const height = (axis: number, value: number): number => places.y[axis]?.at(value) ?? NaN;
const near = (x: number, y: number): string | null => nearestTrial(trials, places, [x, y], 10)?.id ?? null;

describe('the line nearest to a place', () => {
  it('is that of the trial whose values lead there, the best of those that lie on each other', () => {
    expect(near(places.x(2), height(2, 0.8))).toBe('same until the end');
    expect(near(middle(0), (height(0, 1) + height(1, 1)) / 2 + 3)).toBe('best');
  });

  it('is none far from all, outside the axes, of what is not chosen and where a trial reads no axis', () => {
    expect(near(middle(0), height(0, 1) + 40)).toBeNull();
    expect(near(places.x(0) - 20, height(0, 1))).toBeNull();
    expect(near(places.x(0), height(0, 0))).toBeNull();
    expect(near(places.x(2), height(2, 0.7))).toBeNull();
  });
});

it('the way of a trial is broken where it does not read an axis', () => {
  expect(wayOf(trials[0] as ParallelTrial, places)).toMatch(/^M[\d. ]+L[\d. ]+L[\d. ]+$/);
  expect(wayOf(trials[2] as ParallelTrial, places)).toMatch(/^M[\d. ]+M[\d. ]+$/);
});
