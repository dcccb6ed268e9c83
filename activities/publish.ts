import type { Json } from '../core/canonical.ts';
import type { Round, SweepUid } from '../core/messages.ts';
import { shortName, valueText } from '../core/parameters.ts';
import { trialAt } from '../core/space.ts';
import { axisParams } from '../scoring/leaderboard-json.ts';
import type { FailedRow, ScoredRow } from '../scoring/leaderboard.ts';
import { insertMark } from '../store/marks.ts';
import type { Store } from '../store/open-store.ts';
import { publishRanking } from '../store/rankings.ts';
import { readRows } from '../store/rows.ts';
import type { Plan } from './plan.ts';
import { rankSweep } from './ranking.ts';

export const doneMark = (sweep: SweepUid, { edition, retry }: Round): string => `${sweep}:done:${edition}:${retry}`;

/** The values of a trial's axes, by path. */
export const paramsOf = (plan: Plan, row: Pick<ScoredRow, 'index'>): { readonly [path: string]: Json } =>
  axisParams(trialAt(plan.space, row.index).cell, plan.space.varying);

/** A row as people query it in MongoDB: one flat object, axes under their short names. */
const flat = (plan: Plan, row: ScoredRow | FailedRow): object => {
  const params = Object.entries(paramsOf(plan, row)).map(([path, value]) => [
    shortName(path as Parameters<typeof shortName>[0]).replace('.', '_'),
    typeof value === 'object' ? valueText(value as readonly string[]) : value,
  ]);
  const named = { id: row.id, trial: row.name, ...Object.fromEntries(params) };
  if (row.state === 'failed') return { ...named, rank: null, failure: row.failure.code, failedFold: row.failure.fold };
  const means = Object.entries(row.scores).map(([metric, spread]) => [metric, spread.mean]);
  const sds = Object.entries(row.scores).map(([metric, spread]) => [`${metric}Sd`, spread.sd]);
  const { rank, group, take, withinOneSe, pValue, cost } = row;
  return { ...named, rank, group, take, withinOneSe, pValue, cost, ...Object.fromEntries([...means, ...sds]) };
};

/**
 * Publishes the ranking once every trial is decided, and marks the sweep done in this round.
 * `missing`: some trial is not decided; the workflow looks again.
 */
export const publishLeaderboard = async (store: Store, plan: Plan, round: Round): Promise<'published' | 'missing'> => {
  const { uid } = plan.sweep;
  const rows = await readRows(store, uid, round.retry);
  if (rows.length < plan.space.trials) return 'missing';
  const { scored, failed } = rankSweep(plan, rows);
  const all = [...scored, ...failed].map((row) => flat(plan, row));
  await publishRanking(store, uid, round.edition, round.retry, all);
  await insertMark(store, doneMark(uid, round), { done: scored.length, failed: failed.length });
  return 'published';
};
