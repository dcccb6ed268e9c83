import { expect, test } from 'vitest';
import type { Cell } from '../../core/grid.ts';
import { axisParams, leaderboardJson } from '../../scoring/leaderboard-json.ts';
import { rankTrials } from '../../scoring/leaderboard.ts';
import { failedRow, scoredRow } from './rows.ts';

const leaderboard = rankTrials({
  rows: [failedRow('units=64', 3), scoredRow('units=16', [0.8, 0.82], 1.2e9), scoredRow('units=32', [0.79, 0.8], 2e9)],
  by: 'accuracy',
  positive: null,
  labels: ['no', 'yes'],
  split: { folds: 2, repeats: 1, holdout: 'none' },
  idDigits: 4,
  baseline: { label: 'yes', scores: { accuracy: 0.583, macroF1: 0.25 } },
  selection: { estimate: 0.801, low: 0.78, high: 0.82 },
});

const json = leaderboardJson({
  sweep: 'tour',
  state: 'running',
  declaredBy: 'macroF1',
  caveats: ['EMBEDDING_SAW_HELD_OUT'],
  trials: 8,
  leaderboard,
  paramsOf: ({ name }) => ({ 'model.units': Number(name.slice(6)) }),
});

test('the object says what is asked for and by what, in a fixed order of keys', () => {
  const { rows, leastDifference, ...rest } = json;

  expect(Object.keys(json)).toEqual(
    'v sweep state by declaredBy caveats trials baseline leastDifference selection rows'.split(' '),
  );
  expect(rest).toEqual({
    v: 1,
    sweep: 'tour',
    state: 'running',
    by: 'accuracy',
    declaredBy: 'macroF1',
    caveats: ['EMBEDDING_SAW_HELD_OUT'],
    trials: { total: 8, done: 2, failed: 1 },
    baseline: { label: 'yes', scores: { accuracy: 0.583, macroF1: 0.25 } },
    selection: { estimate: 0.801, low: 0.78, high: 0.82 },
  });
  expect(leastDifference).toBe(leaderboard.leastDifference);
  expect(rows).toHaveLength(3);
});

test('a scored row has its marks, parameters, scores and test', () => {
  const [row] = json['rows'] as readonly { readonly [key: string]: unknown }[];

  const keys = 'id rank group withinOneSe take cost trial params folds scores difference pValue failure beatsBaseline';
  expect(Object.keys(row ?? {}).join(' ')).toBe(keys);
  expect(row).toMatchObject({
    rank: 1,
    group: 1,
    withinOneSe: true,
    take: true,
    cost: 1.2e9,
    trial: 'units=16',
    params: { 'model.units': 16 },
    folds: 2,
    scores: { accuracy: { mean: 0.81, sd: 0.0141421, values: [0.8, 0.82] } },
    difference: { mean: 0, low: 0, high: 0 },
    pValue: 1,
    failure: null,
    beatsBaseline: true,
  });
});

test('a failed row has no rank, the folds before its failing one, and the reason', () => {
  const row = (json['rows'] as readonly { readonly [key: string]: unknown }[])[2];

  expect(row).toMatchObject({
    rank: null,
    group: null,
    folds: 2,
    scores: {},
    failure: { code: 'DIVERGED', message: 'the loss is NaN in epoch 2', fold: 3 },
  });
});

test('what is written is read back as it was', () => {
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});

test('a cell shows the axes that it reads', () => {
  const cell = { embedding: { kind: 'random', window: 4 }, model: { units: 16 } } as unknown as Cell;

  const params = axisParams(cell, ['embedding.window', 'embedding.kind', 'model.units']);

  expect(params).toEqual({ 'embedding.kind': 'random', 'model.units': 16 });
});
