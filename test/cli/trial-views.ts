import type { FoldView, ScoredFold, TrialView } from '../../activities/trial-view.ts';

/** A fold of 20 held-out rows whose curves fall and rise. */
export const scoredFold = (fold: number, more: Partial<ScoredFold> = {}): ScoredFold => ({
  state: 'scored',
  fold,
  scores: {
    accuracy: 0.8 + fold / 100,
    balancedAccuracy: 0.79,
    macroF1: 0.78,
    weightedF1: 0.8,
    mcc: 0.6,
    rocAuc: 0.9,
    logLoss: 0.4,
  },
  f1ByClass: [0.75, 0.85],
  confusion: [
    [6, 2],
    [1, 11],
  ],
  curves: {
    loss: [0.7, 0.5, 0.4, 0.3, 0.25, 0.22],
    accuracy: [0.5, 0.7, 0.8, 0.85, 0.9, 0.92],
    heldOutLoss: [0.69, 0.55, 0.45, 0.44, 0.46, 0.5],
    heldOutAccuracy: [0.55, 0.7, 0.78, 0.8, 0.8, 0.79],
  },
  roc: [
    {
      area: 0.9,
      points: [
        { falsePositiveRate: 0, truePositiveRate: 0, threshold: null },
        { falsePositiveRate: 1, truePositiveRate: 1, threshold: 0.1 },
      ],
    },
    { area: 0.9, points: [] },
  ],
  precisionRecall: [
    { area: 0.8, points: [{ recall: 0, precision: 1, threshold: null }] },
    { area: 0.85, points: [] },
  ],
  timing: { seconds: 1.25 * fold, host: 'ada', finishedAt: Date.UTC(2026, 7, 2, 14, fold) },
  attempts: [],
  ...more,
});

export const failedFold = (fold: number): FoldView => ({
  state: 'failed',
  fold,
  code: 'DIVERGED',
  message: 'The loss was NaN in epoch 2, batch 13 of 19.',
  attempts: [],
});

export const openFold = (fold: number): FoldView => ({ state: 'open', fold, attempts: [] });

export const trialView = (more: Partial<TrialView> = {}): TrialView => ({
  sweep: 'tour',
  sweepState: 'done',
  history: [],
  since: 0,
  id: 't3f9a',
  name: 'epochs=6,units=8',
  row: {
    state: 'scored',
    id: 't3f9a',
    trial: '3f9a' as never,
    name: 'epochs=6,units=8',
    index: 3,
    rank: 2,
    group: 1,
    withinOneSe: true,
    take: false,
    beatsBaseline: true,
    cost: 1.2e9,
    folds: 3,
    scores: { accuracy: { mean: 0.82, sd: 0.01, values: [0.81, 0.82, 0.83] } },
    difference: { mean: -0.01, low: -0.05, high: 0.03 },
    pValue: 0.7,
  },
  ranked: 8,
  by: 'accuracy',
  positive: null,
  labels: ['negative', 'positive'],
  params: { 'train.epochs': 6, 'model.units': 8 },
  vectors: null,
  outside: null,
  parameters: { 'text.stopwords': 'none', 'model.cell': 'lstm', 'model.units': 8, 'train.epochs': 6 },
  folds: [scoredFold(1), scoredFold(2), scoredFold(3)],
  hardest: [],
  command: 'sweep fit tour --trial t3f9a --out tour-t3f9a',
  ...more,
});

export const failedRow = (code: 'DIVERGED' | 'CRASHED'): TrialView['row'] => ({
  state: 'failed',
  id: 't3f9a',
  trial: '3f9a' as never,
  name: 'epochs=6,units=8',
  index: 3,
  failure: { code, message: 'The loss was NaN in epoch 2, batch 13 of 19.', fold: 2 },
});
