import { expect, it } from 'vitest';

import { rankTrials } from '../../scoring/leaderboard.ts';
import { signed, wordsAbove, wordsBelow as sentences } from '../../scoring/leaderboard-words.ts';
import type { Reading } from '../../scoring/leaderboard-words.ts';
import { paper, tour } from '../cli/leaderboard-views.ts';
import { scoredRow } from './rows.ts';

const wordsBelow = (reading: Reading): readonly string[] => sentences(reading, { signs: true }).map(signed);

const onFile = (repeats: number): Reading => {
  const split = { folds: 5, repeats, holdout: `valid.csv@${'0'.repeat(64)}` };
  const values = (middle: number) => Array.from({ length: repeats }, (_, at) => middle + at / 100);
  const rows = [scoredRow('best', values(0.8), 10), scoredRow('near', values(0.799), 1)];
  const facts = { by: 'accuracy', positive: null, labels: ['no', 'yes'], idDigits: 4, baseline: null } as const;
  return { ...tour(), split, trials: 2, leaderboard: rankTrials({ ...facts, rows, split }) };
};

it('says of a hold-out file that its repeats are trainings on a single split, which tells nothing apart', () => {
  expect(wordsAbove(onFile(3))).toContain('mean ± sd over 3 trainings on a single split');
  expect(wordsAbove(onFile(1))).toContain('scores of a single split');
  for (const repeats of [1, 3]) {
    const [take, next, ...rest] = wordsBelow(onFile(repeats));
    expect(take).toMatch(/^▸ Take \w+ [\d.]+: best; the best score of a single split\.$/);
    expect(next).toBe('A single split: nothing here says which differences are luck.');
    expect(rest.join(' ')).not.toContain('least difference');
  }
});

it('says that no test rows were set aside only where none were', () => {
  const without = { ...tour(), caveats: ['NO_TEST_ROWS'] };

  expect(wordsBelow(without).at(-1)).toMatch(/No test rows were set aside/);
  expect(wordsBelow({ ...without, caveats: [] }).join(' ')).not.toContain('set aside');
});

const sayLeast = (changes: Partial<Reading>): string =>
  sentences({ ...paper(), ...changes }, { signs: true })
    .filter(({ about }) => about === 'least' || about === 'confirm')
    .map(({ text }) => text)
    .join(' ');

it('says what other splits would tell apart, and how to go on', () => {
  expect(sayLeast({})).toMatch(/It would be about [\d.]+ with 10 folds, about [\d.]+ with 5 repeats\. The first 10 of/);
  expect(sayLeast({})).toMatch(/sweep confirm tour$/);
  expect(sayLeast({ state: 'running' })).toMatch(/with a second grid of the 10 leaders alone on 50 new splits\.$/);
  expect(sayLeast({ split: { folds: 5, repeats: 2, holdout: 'none' } })).toMatch(/with 10 folds × 2 repeats/);
});

it('proposes to nobody what was done already', () => {
  const full = { folds: 10, repeats: 5, holdout: 'none' } as const;

  const confirming = sayLeast({ confirmation: { state: 'is' } });
  expect(confirming).toMatch(/It would be about [\d.]+ with 10 folds, about [\d.]+ with 5 repeats\.$/);
  expect(sayLeast({ confirmation: { state: 'is' }, split: full })).toMatch(
    /tell apart: [\d.]+\. No number of repeats would bring it below about [\d.]+\.$/,
  );
  const confirmed = sayLeast({ confirmation: { state: 'started', sweep: 'tour-confirm' } });
  expect(confirmed).toMatch(/Leaders of it were trained again on new splits: sweep leaderboard tour-confirm$/);
  expect(confirmed).not.toContain('sweep confirm');
});

it('says what to expect of the best on new texts where that is known', () => {
  const view = onFile(2);
  const selection = { estimate: 0.79342, low: 0.7761, high: 0.80949 };

  const words = wordsBelow({ ...view, leaderboard: { ...view.leaderboard, selection } });

  expect(words).toContain(
    '0.805 is the best of 2 tried on these folds; on new texts expect about 0.793 (0.776–0.809).',
  );
  expect(wordsBelow(view).join(' ')).not.toContain('expect about');
});
