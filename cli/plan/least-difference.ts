import { isConfirmation } from '../confirm/confirmation.ts';
import { readWishes } from '../../activities/wishes.ts';
import type { Metric } from '../../core/grid.ts';
import { rankTrials } from '../../scoring/leaderboard.ts';
import { digitsOfMany } from '../../scoring/short-id.ts';
import type { Alternative } from '../../scoring/what-if.ts';
import { guessedVariance, whatIf } from '../../scoring/what-if.ts';
import type { Sweep } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import { readRows } from '../../store/rows.ts';
import { listSweeps } from '../../store/sweeps.ts';

/** Which differences a grid can tell apart, and what other splits would make of that. */
export type LeastDifference = {
  readonly from: 'guessed' | 'measured'; // before any fold; from trials on the same texts and splits
  readonly metric: Metric;
  readonly measuredOn: string | null; // the sweep
  readonly alternatives: readonly Alternative[]; // `this` first, unless the grid has one split or one trial
};

/** The accuracy that is guessed: of what most texts allow. */
const guessedAccuracy = 0.8;

/** Before any fold there is only counting, which knows of accuracy alone. */
export const guessLeastDifference = (sweep: Sweep, trials: number): LeastDifference => {
  const { split } = sweep.grid;
  const variance = guessedVariance(sweep.prepared.rows, split, guessedAccuracy);
  return {
    from: 'guessed',
    metric: 'accuracy',
    measuredOn: null,
    alternatives: whatIf(trials, split, variance, isConfirmation({ ...sweep.grid, name: sweep.name })),
  };
};

const sameWork = (a: Sweep, b: Sweep): boolean =>
  a.prepared.splits === b.prepared.splits &&
  a.prepared.corpora[0]?.digest === b.prepared.corpora[0]?.digest &&
  a.grid.rank.positive === b.grid.rank.positive;

/** Residual variance of the trials that a sweep has scored; null where there are too few. */
const measuredVariance = async (store: Store, sweep: Sweep, by: Metric): Promise<number | null> => {
  const { retry } = await readWishes(store, sweep.uid);
  const rows = await readRows(store, sweep.uid, retry);
  if (rows.length < 2) return null;
  const { grid, prepared } = sweep;
  const { positive } = grid.rank;
  const { labels, baseline } = prepared;
  return rankTrials({ rows, by, positive, labels, split: grid.split, baseline, idDigits: digitsOfMany }).variance;
};

/** From the trials of the latest sweep of the same texts and splits that has scored some; else null. */
export const measureLeastDifference = async (
  store: Store,
  sweep: Sweep,
  trials: number,
): Promise<LeastDifference | null> => {
  const metric = sweep.grid.rank.by;
  for (const other of (await listSweeps(store)).filter((each) => sameWork(each, sweep)).toReversed()) {
    const variance = await measuredVariance(store, other, metric);
    if (variance === null || variance === 0) continue;
    const alternatives = whatIf(
      trials,
      sweep.grid.split,
      variance,
      isConfirmation({ ...sweep.grid, name: sweep.name }),
    );
    return { from: 'measured', metric, measuredOn: other.name, alternatives };
  }
  return null;
};
