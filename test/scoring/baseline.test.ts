import { expect, test } from 'vitest';
import { baseline } from '../../scoring/baseline.ts';

const labels = ['negative', 'neutral', 'positive'];
const classOfRow = [2, 2, 2, 2, 1, 1, 0, 0, 2, 2, 1, 0];

test('guessing scores the share of the largest class in accuracy, and chance in everything that corrects for it', () => {
  const { label, scores } = baseline({
    labels,
    positive: null,
    classOfRow,
    splits: [{ training: [0, 1, 2, 3, 4, 5, 6, 7], heldOut: [8, 9, 10, 11] }],
  });

  expect(label).toBe('positive');
  expect(scores).toEqual({
    accuracy: 0.5,
    balancedAccuracy: 0.333333,
    macroF1: 0.222222, // two thirds for one class of three
    weightedF1: 0.333333,
    mcc: 0,
    rocAuc: 0.5,
    logLoss: 1.03972, // (2 ln 2 + 2 ln 4) / 4
  });
});

test('means are taken over the splits, and a metric that one of them lacks is null', () => {
  const { scores } = baseline({
    labels,
    positive: 'positive',
    classOfRow,
    splits: [
      { training: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7), heldOut: Uint32Array.of(8, 9, 10, 11) },
      { training: [8, 9, 10, 11, 4, 5, 6, 7], heldOut: [0, 1, 2, 3] }, // 'positive' alone is held out
    ],
  });

  expect(scores['rocAuc']).toBeNull();
  expect(scores['accuracy']).toBe(0.25); // the second training side has most of 'negative', by the order of the labels
  expect(scores['f1']).toBe(0.833333); // of guessing 'positive', though it is not the largest class everywhere
});

test('a split whose training side lacks a class costs nats, not infinity', () => {
  const { scores } = baseline({
    labels: ['a', 'b'],
    positive: null,
    classOfRow: [0, 0, 1],
    splits: [{ training: [0, 1], heldOut: [2] }],
  });

  expect(scores['logLoss']).toBe(36.0437); // 52 ln 2
});
