import { describe, expect, it } from 'vitest';

import { fitJson } from '../../../cli/fit/fit-json.ts';
import { fitText } from '../../../cli/fit/fit-text.ts';
import { cautionWords, headWords, looksWords } from '../../../cli/fit/fit-words.ts';
import type { ScoredRow } from '../../../scoring/leaderboard.ts';
import { fitView, testView } from './fit-views.ts';

describe('the words about a fit', () => {
  it('say which trial of what, and on how many rows', () => {
    expect(headWords(fitView())).toBe(
      't3f9a, the one to take of tour, trained on all 1,160 rows: 25 epochs, loss 0.312, 18 s.',
    );
    expect(headWords(fitView({ taken: false, seconds: null }))).toMatch(
      /^t3f9a, rank 2 of 8 of tour, .*loss 0\.312\.$/,
    );
    expect(headWords(fitView({ taken: false, row: null }))).toMatch(/^t3f9a, not ranked of tour/);
  });

  it('do not call it the one to take where it does not beat guessing: the leaderboard says that nothing is to take', () => {
    const row = { ...fitView().row, rank: 1, beatsBaseline: false } as ScoredRow;

    expect(headWords(fitView({ row }))).toMatch(
      /^t3f9a, rank 1 of 8 of tour, not above always guessing, trained on all/,
    );
  });

  it('count the looks at the test rows', () => {
    const looks = [
      { id: 't3f9a', sweep: 'tour', trial: '', score: 0.86 },
      { id: 't88c1', sweep: 'other', trial: '', score: null },
    ];

    expect(looksWords(fitView(), testView())).toBe('test rows: look 1, the first at these 120 rows.');
    expect(looksWords(fitView(), testView({ look: 3, earlier: looks }))).toBe(
      'test rows: look 3 (earlier: t3f9a 0.86, other t88c1 (no score)). The best of several looks is no longer a test score.',
    );
    expect(looksWords(fitView(), testView({ later: looks.slice(0, 1) }))).toContain('look 1 (later: t3f9a 0.86).');
  });

  it('say that a chosen mean is too good, and how far the test score reaches', () => {
    const words = cautionWords(fitView());

    expect(words[0]).toBe('Of all texts like the test rows it gets 77.5 to 90.3 % right (95 % interval).');
    expect(words[1]).toMatch(/^The folds' mean is that of a trial chosen among 8 by it, and so tends to be too high/);
    expect(cautionWords(fitView({ by: 'logLoss' }))[1]).toContain('too low');
    expect(cautionWords(fitView({ ranked: 1 }))).toHaveLength(1);
  });

  it('say where it does not beat guessing, and where nothing was set aside', () => {
    const bad = testView({ scores: { accuracy: 0.5 } });

    expect(cautionWords(fitView({ test: bad })).at(-1)).toBe(
      'On the test rows it does not beat always guessing "yes".',
    );
    expect(cautionWords(fitView({ test: null }))).toEqual([
      expect.stringContaining('No test rows were set aside'),
      expect.stringContaining('on new texts expect about 0.871'),
    ]);
    expect(cautionWords(fitView({ test: null, expected: null }))).toHaveLength(1);
  });
});

describe('the page of a fit', () => {
  it.each([80, 120])('fits %i columns', (width) => {
    const text = fitText(fitView(), { width, plain: false, out: '/models/tour' });

    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('shows test rows, folds and guessing side by side', () => {
    const text = fitText(fitView(), { width: 80, plain: true, out: '/models/tour' });

    expect(text).toMatch(/test rows +5 folds +guessing/);
    expect(text).toMatch(/accuracy +0\.850 +0\.870 ± 0\.020 +0\.583/);
    expect(text).toMatch(/macroF1 +0\.840 +0\.860 +0\.368/);
    expect(text).toMatch(/rocAuc +– +– +0\.500/);
    expect(text).toContain('Model: /models/tour');
  });
});

it('the object of --json has the test rows’ scores, looks and interval', () => {
  expect(fitJson(fitView(), { 'model.units': 8 }, '/models/tour')).toMatchObject({
    v: 1,
    id: 't3f9a',
    take: true,
    folds: { count: 5 },
    test: {
      look: 1,
      scores: { accuracy: 0.85 },
      interval: { accuracy: { low: expect.closeTo(0.775, 3) as number } },
      classes: [{ label: 'no', support: 50 }, { label: 'yes' }],
    },
    failure: null,
  });
  expect(fitJson(fitView({ test: null }), {}, '/x')).toMatchObject({ test: null });
});
