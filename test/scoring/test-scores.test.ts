import { describe, expect, it } from 'vitest';

import { scoreFold } from '../../scoring/score-fold.ts';
import { shareInterval } from '../../scoring/share-interval.ts';
import { scoresByMetric, testBaseline } from '../../scoring/test-scores.ts';

const scored = scoreFold({
  probabilities: Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.7, 0.3, 0.2, 0.8),
  truth: Uint32Array.of(0, 1, 1, 1),
  classes: 2,
});

describe('the scores of the test rows', () => {
  it('have f1 where a label is positive: that label’s', () => {
    const labels = ['no', 'yes'];

    expect(scoresByMetric(scored, { positive: 'yes', labels })).toMatchObject({
      f1: scored.f1ByClass[1],
      accuracy: 0.75,
    });
    expect(scoresByMetric(scored, { positive: null, labels })).not.toHaveProperty('f1');
  });

  it('stand beside those of guessing the classes of the training rows', () => {
    const { label, scores } = testBaseline({ positive: null, labels: ['no', 'yes'] }, [30, 10], [2, 8]);

    expect(label).toBe('no');
    expect(scores['accuracy']).toBe(0.2);
    expect(scores['logLoss']).toBeCloseTo(-(0.2 * Math.log(0.75) + 0.8 * Math.log(0.25)), 5);
  });
});

/** Values of SciPy's binomtest(...).proportion_ci(method='wilson'). */
describe('the interval of a share', () => {
  it.each([
    [5, 10, 0.236593090512564, 0.763406909487436],
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371107, 1],
    [265, 348, 0.7140173138432491, 0.8032611234677758],
  ])('%i of %i', (hits, count, low, high) => {
    const found = shareInterval(hits, count);

    expect(found.low).toBeCloseTo(low, 12);
    expect(found.high).toBeCloseTo(high, 12);
  });
});
