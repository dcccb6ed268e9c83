import type { FitView, TestView } from '../../../cli/fit/fit-view.ts';
import type { ScoredRow } from '../../../scoring/leaderboard.ts';
import { testBaseline } from '../../../scoring/test-scores.ts';
import { aCell } from '../../core/grids.ts';

export const testView = (more: Partial<TestView> = {}): TestView => ({
  rows: 120,
  classes: [50, 70],
  dropped: 0,
  scores: { accuracy: 0.85, macroF1: 0.84, rocAuc: null },
  f1ByClass: [0.8, 0.88],
  confusion: [
    [38, 12],
    [6, 64],
  ],
  baseline: testBaseline({ positive: null, labels: ['no', 'yes'] }, [40, 60], [50, 70]),
  look: 1,
  earlier: [],
  later: [],
  ...more,
});

export const fitView = (more: Partial<FitView> = {}): FitView => ({
  sweep: 'tour',
  id: 't3f9a',
  trial: { index: 3, cell: aCell(), hash: '3f9a' as never, name: 'epochs=25,units=8' },
  taken: true,
  row: {
    rank: 2,
    folds: 5,
    scores: { accuracy: { mean: 0.87, sd: 0.02, values: [] }, macroF1: { mean: 0.86, sd: null, values: [] } },
  } as unknown as ScoredRow,
  ranked: 8,
  expected: '0.880 is the best of 8 tried on these folds; on new texts expect about 0.871 (0.852–0.889).',
  selection: { estimate: 0.871, low: 0.852, high: 0.889 },
  by: 'accuracy',
  positive: null,
  labels: ['no', 'yes'],
  rows: 1160,
  curves: { loss: [0.6, 0.312], accuracy: [0.7, 0.87] },
  seconds: 18.4,
  test: testView(),
  key: 'k' as never,
  ...more,
});
