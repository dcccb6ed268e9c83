import type { Metric } from '../core/grid.ts';
import type { TrialRow } from '../core/results.ts';
import { allTrials } from '../core/space.ts';
import { digitsOfMany, idDigits, manyTrials } from '../scoring/short-id.ts';
import { rankTrials } from '../scoring/leaderboard.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import type { Selection } from '../scoring/winners-luck.ts';
import type { Plan } from './plan.ts';

function* hashes(plan: Plan): Generator<string> {
  for (const { hash } of allTrials(plan.space)) yield hash;
}

const digits = new WeakMap<Plan, number>();

/** Hex digits of this sweep's short ids: over all its trials, so that an id never changes while it runs. */
export const digitsOf = (plan: Plan, rows: readonly TrialRow[] = []): number => {
  const known = digits.get(plan);
  if (known !== undefined) return known;
  const complete = rows.length === plan.space.trials; // then the rows name all trials, and no hash is made again
  const all = complete ? rows.map(({ trial }) => trial) : hashes(plan);
  const found = plan.space.trials > manyTrials ? digitsOfMany : idDigits(all);
  digits.set(plan, found);
  return found;
};

/** The one ranking that every reader shows: terminal, JSON, snapshot. */
export const rankSweep = (
  plan: Plan,
  rows: readonly TrialRow[],
  by?: Metric,
  selection: Selection | null = null,
): Leaderboard => {
  const { grid, prepared } = plan.sweep;
  return rankTrials({
    rows,
    by: by ?? grid.rank.by,
    positive: grid.rank.positive,
    labels: prepared.labels,
    split: grid.split,
    baseline: prepared.baseline,
    idDigits: digitsOf(plan, rows),
    selection,
  });
};
