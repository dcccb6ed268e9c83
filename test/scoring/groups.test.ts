import { expect, test } from 'vitest';

import type { FoldWorld } from '../../bench/groups/fold-worlds.ts';
import { claimsOf } from '../../bench/groups/fold-worlds.ts';

/** What folds of one trial have in common is what the leaderboard takes for granted. */
const world = ({ folds = 5, ...changes }: Partial<FoldWorld>): FoldWorld => ({
  trials: 8,
  repeats: 1,
  spread: 0,
  gap: 0,
  ...changes,
  folds,
  correlation: 1 / folds,
});

// The worst of the long simulation, `npm run bench:groups`, is about 0.09, and 120 sweeps tell a share to 0.02.
const mostWrong = 0.1;

test.each([
  world({ trials: 2 }),
  world({ trials: 8 }),
  world({ trials: 16 }),
  world({ trials: 8, folds: 10 }),
  world({ trials: 8, spread: 0.02 }),
])('of equally good trials few are called worse: $trials trials, $folds folds, spread $spread', (each) => {
  expect(claimsOf(each, 120).wrong).toBeLessThanOrEqual(mostWrong);
});

test('a trial that is truly better by far is told from all others', () => {
  const { wrong, kept, first, take, groupSize } = claimsOf(world({ trials: 8, gap: 0.1 }), 60);

  expect({ wrong, kept, first, take, groupSize }).toEqual({ wrong: 0, kept: 1, first: 0, take: 0, groupSize: 1 });
});

test('with five folds and small differences the group stays large: what is not shown is not claimed', () => {
  expect(claimsOf(world({ trials: 24, spread: 0.005 }), 40).groupSize).toBeGreaterThan(20);
});
