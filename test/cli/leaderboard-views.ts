import { digestOf } from '../../core/canonical.ts';
import type { ParameterPath } from '../../core/grid.ts';
import { shortName } from '../../core/parameters.ts';
import { createStream } from '../../core/random.ts';
import type { TrialHash, TrialRow } from '../../core/results.ts';
import { rankTrials } from '../../scoring/leaderboard.ts';
import type { LeaderboardView } from '../../cli/leaderboard-view.ts';
import { scoredRow } from '../scoring/rows.ts';

type Axes = { readonly [path: string]: readonly (number | string)[] };

const cells = (axes: Axes): readonly { readonly [path: string]: number | string }[] =>
  Object.entries(axes).reduce<readonly { readonly [path: string]: number | string }[]>(
    (made, [path, values]) => made.flatMap((cell) => values.map((value) => ({ ...cell, [path]: value }))),
    [{}],
  );

const nameOf = (cell: { readonly [path: string]: number | string }): string =>
  Object.entries(cell)
    .map(([path, value]) => `${shortName(path as ParameterPath)}=${value}`)
    .toSorted()
    .join(',');

/** A made-up sweep: five folds of every cell, the last cells failed. */
export const viewOf = (
  axes: Axes,
  options: { readonly failed?: number; readonly spread?: number } = {},
): LeaderboardView => {
  const all = cells(axes);
  const scored = all.length - (options.failed ?? 0);
  const folds = [0.01, -0.02, 0, 0.015, -0.01];
  const rows = all.map((cell, at): TrialRow => {
    const name = nameOf(cell);
    if (at >= scored) {
      const failure = { code: 'DIVERGED', message: 'the loss is NaN in epoch 2', fold: 3 } as const;
      return { state: 'failed', trial: digestOf(name) as TrialHash, name, index: at, failure };
    }
    const stream = createStream('table', at);
    const middle = 0.6 + (options.spread ?? 0.2) * stream.uniform();
    const values = folds.map((fold) => Math.round((middle + fold + (stream.uniform() - 0.5) / 30) * 1e4) / 1e4);
    return { ...scoredRow(name, values, 1e9 * (1 + stream.below(40))), index: at };
  });
  const split = { folds: 5, repeats: 1, holdout: 'none' } as const;
  const leaderboard = rankTrials({
    rows,
    by: 'accuracy',
    positive: null,
    labels: ['negative', 'positive'],
    split,
    idDigits: 4,
    baseline: { label: 'positive', scores: { accuracy: 0.6412, macroF1: 0.39 } },
  });
  return {
    sweep: 'tour',
    state: 'done',
    declaredBy: 'accuracy',
    caveats: ['EMBEDDING_SAW_HELD_OUT', 'NO_TEST_ROWS'],
    trials: all.length,
    split,
    confirmation: { state: 'none' },
    axes: Object.keys(axes) as ParameterPath[],
    leaderboard,
    paramsOf: ({ index }) => all[index] as { readonly [path: string]: number | string },
    secondsOf: ({ index }) => 3.21 + index * 1.7,
  };
};

export const tour = (): LeaderboardView =>
  viewOf({ 'embedding.window': [2, 4], 'model.units': [16, 32], 'train.epochs': [5, 10] }, { failed: 1 });

export const paper = (): LeaderboardView =>
  viewOf(
    {
      'embedding.iterations': [50, 100, 150],
      'embedding.window': [2, 4, 6],
      'model.layers': [1, 2],
      'model.units': [16, 32],
      'model.dropout': [0.25, 0.5],
      'train.batch': [32, 64],
      'train.epochs': [10, 25, 50],
    },
    { failed: 7, spread: 0.1 },
  );
