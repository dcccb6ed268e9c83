import { describe, expect, it } from 'vitest';

import { axesOnRows, importanceInput, marginalInput } from '../../scoring/axis-values.ts';
import { importance } from '../../scoring/importance.ts';
import type { Leaderboard, ScoredRow } from '../../scoring/leaderboard.ts';

const split = { folds: 3, repeats: 1, holdout: 'none' };

type Cell = { readonly units: number; readonly window?: number };

const boardOf = (cells: readonly Cell[]) => {
  const scored = cells.map(({ units }, index) => ({
    index,
    scores: { accuracy: { mean: 0, sd: 0, values: [units / 10, units / 9, units / 8] } },
  })) as unknown as readonly ScoredRow[];
  const board = { by: 'accuracy', scored, failed: [] } as unknown as Leaderboard;
  const paramsOf = ({ index }: { readonly index: number }) => {
    const { units, window } = cells[index] as Cell;
    return { 'model.units': units, ...(window === undefined ? {} : { 'embedding.window': window }) };
  };
  return { board, axes: axesOnRows(board, ['embedding.window', 'model.units'], paramsOf) };
};

describe('axes on the rows of a leaderboard', () => {
  it('have their values by size and the scores of each', () => {
    const { board, axes } = boardOf([{ units: 16 }, { units: 4 }, { units: 16 }]);

    expect(axes[1]?.values).toEqual(['4', '16']);
    expect(marginalInput(axes[1] as (typeof axes)[0], board).map(({ trials }) => trials.length)).toEqual([1, 2]);
  });

  it('give a full grid to the shares of variance', () => {
    const { board, axes } = boardOf([
      { units: 4, window: 2 },
      { units: 4, window: 4 },
      { units: 8, window: 2 },
      { units: 8, window: 4 },
    ]);

    const found = importance(importanceInput(axes, board, { trials: 4, split }));

    expect(found).toMatchObject({ state: 'known', rest: 0 });
    expect(found.state === 'known' ? found.axes.map(({ axes: [name], share }) => [name, share]) : []).toEqual([
      ['embedding.window', 0],
      ['model.units', 1],
    ]);
  });

  it('give no full grid where a trial does not read an axis or has no score', () => {
    const { board, axes } = boardOf([{ units: 4, window: 2 }, { units: 8 }]);

    expect(importance(importanceInput(axes, board, { trials: 2, split })).state).toBe('unknown');
    expect(importance(importanceInput(axes, board, { trials: 3, split }))).toMatchObject({
      reason: expect.stringContaining('1 of 3 trials have no score'),
    });
  });
});
