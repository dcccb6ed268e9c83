import { expect, test } from 'vitest';
import type { World } from './simulated-sweeps.ts';
import { simulateSweeps } from './simulated-sweeps.ts';

const world = (changes: Partial<World>): World => ({ trials: 8, folds: 5, repeats: 1, spread: 0, gap: 0, ...changes });

// the worst of the long simulation in bench/groups.ts is about 0.08: the assumed correlation is only roughly the true one
const mostFalse = 0.09;

test.each([
  world({ trials: 2 }),
  world({ trials: 8 }),
  world({ trials: 16 }),
  world({ trials: 8, folds: 10 }),
  world({ trials: 8, spread: 0.02 }),
])('of equally good trials few are called worse: $trials trials, $folds folds, spread $spread', (each) => {
  expect(simulateSweeps(each, 120).false).toBeLessThanOrEqual(mostFalse);
});

test('a trial that is truly better by far is told from all others', () => {
  const { false: wrong, kept, groupSize } = simulateSweeps(world({ trials: 8, gap: 0.1 }), 60);

  expect({ wrong, kept, groupSize }).toEqual({ wrong: 0, kept: 1, groupSize: 1 });
});

test('with five folds and small differences the group stays large: what is not shown is not claimed', () => {
  expect(simulateSweeps(world({ trials: 24, spread: 0.005 }), 40).groupSize).toBeGreaterThan(20);
});
