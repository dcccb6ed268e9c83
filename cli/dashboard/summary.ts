import { lessIsBetter } from '../../core/grid.ts';
import type { SweepSummary } from '../../dashboard/source.ts';
import type { Leaderboard } from '../../scoring/leaderboard.ts';
import { runningFolds } from '../status-json.ts';
import type { Board } from './board.ts';

const mostPoints = 40;

/** The best mean so far over the trials in the order of the grid, at no more than so many places. */
const bestSoFar = ({ by, scored }: Leaderboard): readonly number[] => {
  const better = lessIsBetter(by) ? Math.min : Math.max;
  let best: number | null = null;
  const grown = scored
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ scores }) => {
      const mean = scores[by]?.mean ?? null;
      if (mean === null) return [];
      best = best === null ? mean : better(best, mean);
      return [best];
    });
  if (grown.length <= mostPoints) return grown;
  return Array.from(
    { length: mostPoints },
    (_, n) => grown[Math.round((n * (grown.length - 1)) / (mostPoints - 1))] as number,
  );
};

const found = new WeakMap<Leaderboard, readonly number[]>();

/** Sorts many trials once for each ranking, not at every look. */
const bestOf = (leaderboard: Leaderboard): readonly number[] => {
  const best = found.get(leaderboard) ?? bestSoFar(leaderboard);
  found.set(leaderboard, best);
  return best;
};

/** One line of the page's list of sweeps. */
export const summaryOf = ({ plan, counts, view: { leaderboard }, version }: Board): SweepSummary => {
  const { sweep, space } = plan;
  const { by, scored, failed } = leaderboard;
  const spread = scored[0]?.scores[by];
  return {
    sweep: sweep.name,
    state: counts.state,
    startedAt: new Date(sweep.startedAt).toISOString(),
    finishedAt: counts.finishedAt === null ? null : new Date(counts.finishedAt).toISOString(),
    trials: space.trials,
    scored: scored.length,
    failed: failed.length,
    folds: {
      total: counts.total,
      done: Math.min(counts.total - counts.failed, Math.max(counts.done, scored.length * space.splits)), // rows come first
      failed: counts.failed,
      running: runningFolds({ sweep, counts }),
    },
    foldsPerSecond: counts.foldsPerSecond,
    etaSeconds: counts.etaSeconds === null ? null : Math.round(counts.etaSeconds),
    by,
    best: scored[0] === undefined ? null : { id: scored[0].id, mean: spread?.mean ?? null, sd: spread?.sd ?? null },
    bestSoFar: bestOf(leaderboard),
    version: `${sweep.uid}:${version}`,
  };
};
