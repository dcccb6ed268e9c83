import { expect, test } from 'vitest';

import { hardestOf, hardestRows } from '../../scoring/hardest-rows.ts';
import type { HardRow } from '../../scoring/hardest-rows.ts';

const classes = [0, 1, 0, 1];
const allDiffer = [0, 1, 2, 3];

const wrong = (row: number, fold: number, probability: number, more: Partial<HardRow> = {}): HardRow => ({
  row,
  fold,
  truth: 0,
  predicted: 1,
  probability,
  probabilityOfTruth: 1 - probability,
  ...more,
});

test('of the rows of a fold those are told that were wrong, with what they were taken for', () => {
  const predictions = {
    rows: Uint32Array.of(3, 0, 2),
    probabilities: Float32Array.of(0.75, 0.25, 0.875, 0.125, 0.125, 0.875),
  };

  const found = hardestRows(predictions, { classes, labels: 2, fold: 2 });

  expect(found).toEqual([wrong(3, 2, 0.75, { truth: 1, predicted: 0 }), wrong(2, 2, 0.875)]);
});

test('mistakes come surest first; a row that several repeats get wrong is told once, as surely as it was ever wrong', () => {
  expect(hardestOf([[wrong(2, 1, 0.6), wrong(1, 1, 0.9)], [wrong(1, 2, 0.95)]], allDiffer, 9)).toEqual([
    { ...wrong(1, 2, 0.95), rows: [1] },
    { ...wrong(2, 1, 0.6), rows: [2] },
  ]);
});

test('a text that stands in the data many times takes one place of the list, with the rows that came to the same', () => {
  const textOf = [0, 1, 0, 0, 0, 1];
  const folds = [
    [wrong(3, 1, 0.99), wrong(1, 1, 0.7), wrong(4, 1, 0.99, { truth: 1, predicted: 2 })],
    [wrong(2, 2, 0.995), wrong(0, 2, 0.6), wrong(3, 3, 0.9)],
  ];

  expect(hardestOf(folds, textOf, 3)).toEqual([
    { ...wrong(2, 2, 0.995), rows: [0, 2, 3] },
    { ...wrong(4, 1, 0.99, { truth: 1, predicted: 2 }), rows: [4] }, // the same text with another label is another story
    { ...wrong(1, 1, 0.7), rows: [1] },
  ]);
});
