import { expect, test } from 'vitest';

import type { Plan } from '../../activities/plan.ts';
import { findTrial } from '../../cli/find-trial.ts';
import type { SweepError } from '../../core/errors.ts';
import { allTrials, createSpace } from '../../core/space.ts';
import type { Leaderboard } from '../../scoring/leaderboard.ts';
import { aGrid } from '../core/grids.ts';

const space = createSpace(
  aGrid([
    { path: 'model.units', values: [4, 8, 16, 32] },
    { path: 'model.dropout', values: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
  ]),
);
const plan = { space, sweep: { name: 'paper' } } as unknown as Plan;
const trials = [...allTrials(space)];
const [first, second, third] = trials as [(typeof trials)[0], (typeof trials)[0], (typeof trials)[0]];

/** The third trial leads, the second follows, the first has failed, the others are not decided. */
const leaderboard = {
  scored: [third, second].map(({ index, name, hash }) => ({
    state: 'scored',
    index,
    name,
    id: `t${hash.slice(0, 4)}`,
  })),
  failed: [{ state: 'failed', index: first.index, name: first.name, id: `t${first.hash.slice(0, 4)}` }],
} as unknown as Leaderboard;

const found = (text: string) => findTrial(plan, leaderboard, text).index;

const errorOf = (text: string): SweepError => {
  try {
    found(text);
  } catch (error) {
    return error as SweepError;
  }
  throw new Error(`${text} was found`);
};

test('a number is a rank now', () => {
  expect([found('1'), found('2')]).toEqual([third.index, second.index]);
});

test.each(['0', '3', '99'])('rank %s is not there', (rank) => {
  expect(errorOf(rank)).toMatchObject({
    code: 'NOT_FOUND',
    message: `There is no trial "${rank}" in paper: its ranks are 1 to 2.`,
  });
});

test('an id, and as much of it as is unique, decided or not', () => {
  for (const { hash, index } of trials) {
    const unique = [4, 5, 6, 7, 8].find(
      (digits) => trials.filter((each) => each.hash.startsWith(hash.slice(0, digits))).length === 1,
    );
    expect(found(`t${hash.slice(0, unique)}`)).toBe(index);
    expect(found(`t${hash}`)).toBe(index);
  }
});

test('a beginning of several ids names them', () => {
  const digit = '0123456789abcdef'
    .split('')
    .find((each) => trials.filter(({ hash }) => hash.startsWith(each)).length > 1) as string;

  const error = errorOf(`t${digit}`);

  expect(error.code).toBe('USAGE');
  expect(error.message).toMatch(/^"t." may mean several trials of paper:\n {2}t/);
});

test('a name, its words in any order', () => {
  expect(found('dropout=0.2,units=4')).toBe(third.index);
  expect(found('units=4, dropout=0.2')).toBe(third.index);
});

test.each(['t', 'tzz', 'units=5,dropout=0', 'tffffffffffffffff', ''])('"%s" is no trial', (text) => {
  expect(errorOf(text).code).toBe('NOT_FOUND');
});
