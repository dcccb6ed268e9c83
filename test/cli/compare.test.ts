import { expect, test } from 'vitest';

import { compareJson } from '../../cli/compare-json.ts';
import { compareText } from '../../cli/compare-text.ts';
import type { CompareView } from '../../cli/compare-view.ts';
import { scoredRowOf } from '../../cli/compare-view.ts';
import { textWidth } from '../../cli/grid/text-width.ts';
import type { ScoredRow } from '../../scoring/leaderboard.ts';
import { comparePair } from '../../scoring/compare.ts';
import { comparePredictions } from '../../scoring/compare-predictions.ts';
import { paper } from './leaderboard-views.ts';

const { leaderboard, split } = paper();
const options = { width: 80, colour: false, plain: false, texts: 10 };

/** Four rows, of which the first trial is right on three and the second on two. */
const viewOf = (first: ScoredRow, second: ScoredRow): CompareView => {
  const rows = Uint32Array.of(0, 1, 2, 3);
  const given = (...right: readonly number[]) => [
    { rows, probabilities: Float32Array.from(right.flatMap((p) => [1 - p, p])) },
  ];
  const predictions = comparePredictions(given(0.9, 0.8, 0.2, 0.7), given(0.4, 0.9, 0.3, 0.6), [1, 1, 0, 0], 2);
  const valuesOf = ({ scores }: ScoredRow) => scores.accuracy?.values as readonly number[];
  return {
    sweep: 'tour',
    by: 'accuracy',
    split,
    first,
    second,
    pair: comparePair(valuesOf(first), valuesOf(second), split),
    predictions,
    differing: predictions.differing.map((each) => ({
      ...each,
      rows: [each.row],
      text: `row ${each.row}\u001B[31m was wet`,
    })),
    labels: ['dry', 'wet'],
  };
};

const [best, second] = leaderboard.scored as readonly [ScoredRow, ScoredRow];
const worst = leaderboard.scored.at(-1) as ScoredRow;

test('two trials are compared fold by fold, with both tests in words and the texts that differ', () => {
  expect(compareText(viewOf(best, worst), options)).toMatchSnapshot();
});

test('what the folds do not tell apart is not called equal', () => {
  const text = compareText(viewOf(best, second), options).replaceAll(/\s+/g, ' ');

  expect(text).toContain('do not tell the two apart, which does not show that they are as good');
  expect(text).not.toContain('\u001B');
});

test('--plain has no picture, no sign and no line broken', () => {
  const text = compareText(viewOf(best, worst), { ...options, plain: true, colour: true });

  expect(text).not.toMatch(/[●┊├┤─✓✗]|\u001B/u);
  expect(text).toContain('right: wet 90 %');
});

test('no line is wider than the terminal, and texts that are left out are counted', () => {
  for (const width of [60, 80, 120]) {
    const lines = compareText(viewOf(best, worst), { ...options, width, texts: 0 }).split('\n');
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(Math.max(70, width));
    expect(lines.join('\n')).toContain('Not shown: 1 more such text');
  }
});

test('--json has every difference, both tests and every text that differs', () => {
  const json = compareJson(viewOf(best, worst));

  expect(json).toMatchObject({ v: 1, by: 'accuracy', first: { id: best.id }, second: { id: worst.id } });
  expect(json['paired']).toMatchObject({ degreesOfFreedom: 4, higher: 5 });
  expect(json['predictions']).toMatchObject({ rows: 4, onlyFirst: 1, onlySecond: 0, mcnemar: { method: 'exact' } });
  expect(json['differing']).toMatchObject([{ row: 0, truth: 'wet', first: 'wet', second: 'dry' }]);
});

test('a trial without a score is refused with the reason', () => {
  const failed = leaderboard.failed[0]?.index as number;

  expect(() => scoredRowOf(leaderboard, failed, 't1')).toThrow('failed in fold 3 (DIVERGED)');
  expect(() => scoredRowOf(leaderboard, -1, 't1')).toThrow('is not decided yet');
});
