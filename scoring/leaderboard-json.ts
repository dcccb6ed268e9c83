import type { Json } from '../core/canonical.ts';
import type { Cell, Metric, ParameterPath } from '../core/grid.ts';
import { isRead, parameter, writtenValue } from '../core/parameters.ts';
import type { FailedRow, Leaderboard, ScoredRow } from './leaderboard.ts';

export type LeaderboardJsonInput = {
  readonly sweep: string; // its name
  readonly state: 'running' | 'paused' | 'stopped' | 'interrupted' | 'done';
  readonly declaredBy: Metric; // what the grid ranks by
  readonly caveats: readonly string[];
  readonly trials: number; // of the whole sweep
  readonly leaderboard: Leaderboard;
  /** The values of a trial's axes, by path: `axisParams` of its cell. */
  readonly paramsOf: (row: ScoredRow | FailedRow) => { readonly [path: string]: Json };
};

/** The values that a cell has on the axes that it reads, by path in the order of `paths`. */
export const axisParams = (cell: Cell, paths: readonly ParameterPath[]): { readonly [path: string]: Json } =>
  Object.fromEntries(
    paths.filter((path) => isRead(cell, path)).map((path) => [path, writtenValue(parameter(cell, path)) as Json]),
  );

const scoredJson = (row: ScoredRow, params: Json): Json => ({
  id: row.id,
  rank: row.rank,
  group: row.group,
  withinOneSe: row.withinOneSe,
  take: row.take,
  cost: row.cost,
  trial: row.name,
  params,
  folds: row.folds,
  scores: row.scores as Json,
  difference: row.difference,
  pValue: row.pValue,
  failure: null,
  beatsBaseline: row.beatsBaseline,
});

const failedJson = (row: FailedRow, params: Json): Json => ({
  id: row.id,
  rank: null,
  group: null,
  withinOneSe: false,
  take: false,
  cost: null,
  trial: row.name,
  params,
  folds: row.failure.fold - 1,
  scores: {},
  difference: null,
  pValue: null,
  failure: { code: row.failure.code, message: row.failure.message, fold: row.failure.fold },
  beatsBaseline: null,
});

/**
 * The object of `leaderboard --json`, its keys in a fixed order; JSON.stringify of it gives the same bytes for the same grid
 * under the same name, whatever happened on the way.
 */
export const leaderboardJson = (input: LeaderboardJsonInput): { readonly [key: string]: Json } => {
  const { leaderboard, paramsOf } = input;
  const { scored, failed, baseline } = leaderboard;
  return {
    v: 1,
    sweep: input.sweep,
    state: input.state,
    by: leaderboard.by,
    declaredBy: input.declaredBy,
    caveats: input.caveats,
    trials: { total: input.trials, done: scored.length, failed: failed.length },
    baseline: baseline === null ? null : { label: baseline.label, scores: baseline.scores },
    leastDifference: leaderboard.leastDifference,
    selection: leaderboard.selection,
    rows: [
      ...scored.map((row) => scoredJson(row, paramsOf(row))),
      ...failed.map((row) => failedJson(row, paramsOf(row))),
    ],
  };
};
