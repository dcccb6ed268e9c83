import { expect, test } from 'vitest';

import { hardestOf, hardestRows } from '../../scoring/hardest-rows.ts';

const classes = [0, 1, 0, 1];

test('the mistakes of a fold come surest first, and what was right does not come at all', () => {
  const predictions = {
    rows: Uint32Array.of(3, 0, 2),
    probabilities: Float32Array.of(0.75, 0.25, 0.875, 0.125, 0.125, 0.875),
  };

  const found = hardestRows(predictions, { classes, labels: 2, fold: 2, most: 9 });

  expect(found).toEqual([
    { row: 2, fold: 2, truth: 0, predicted: 1, probability: 0.875, probabilityOfTruth: 0.125 },
    { row: 3, fold: 2, truth: 1, predicted: 0, probability: 0.75, probabilityOfTruth: 0.25 },
  ]);
});

test('a row that several repeats get wrong is told once, as surely as it was ever wrong', () => {
  const wrong = (row: number, fold: number, probability: number) => ({
    row,
    fold,
    truth: 0,
    predicted: 1,
    probability,
    probabilityOfTruth: 1 - probability,
  });

  expect(hardestOf([[wrong(1, 1, 0.9), wrong(2, 1, 0.6)], [wrong(1, 2, 0.95)]], 9)).toEqual([
    wrong(1, 2, 0.95),
    wrong(2, 1, 0.6),
  ]);
});
