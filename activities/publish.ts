import type { Json } from '../core/canonical.ts';
import type { Round, SweepUid } from '../core/messages.ts';
import { shortName, valueText } from '../core/parameters.ts';
import type { TrialRow } from '../core/results.ts';
import { cellAt } from '../core/space.ts';
import { axisParams } from '../scoring/leaderboard-json.ts';
import type { FailedRow, ScoredRow } from '../scoring/leaderboard.ts';
import { insertMark } from '../store/marks.ts';
import type { Store } from '../store/open-store.ts';
import { hasRanking, publishRanking } from '../store/rankings.ts';
import { scanRows } from '../store/rows.ts';
import type { Plan } from './plan.ts';
import { presentRows, readPresentRows } from './present-rows.ts';
import { rankSweep } from './ranking.ts';
import { computeSelection } from './selection.ts';

export const doneMark = (sweep: SweepUid, { edition, retry }: Round): string => `${sweep}:done:${edition}:${retry}`;

/** The values of a trial's axes, by path. */
export const paramsOf = (plan: Plan, row: Pick<ScoredRow, 'index'>): { readonly [path: string]: Json } =>
  axisParams(cellAt(plan.space, row.index), plan.space.varying);

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

type ReadRows = (plan: Plan, round: Round) => Promise<readonly TrialRow[]>;

const readCold =
  (store: Store): ReadRows =>
  (plan, { retry }) =>
    readPresentRows(store, plan, retry);

/** The rows of all trials, or null where some trial has none. */
const completeRows = async (
  store: Store,
  plan: Plan,
  round: Round,
  read: ReadRows = readCold(store),
): Promise<readonly TrialRow[] | null> => {
  const { sweep, space } = plan;
  const { retry } = round;
  const booked = await read(plan, round);
  const rows = booked.length < space.trials ? presentRows(plan, await scanRows(store, sweep.uid, retry)) : booked;
  return rows.length < space.trials ? null : rows;
};

const insertRanking = async (store: Store, plan: Plan, round: Round, rows: readonly TrialRow[]): Promise<void> => {
  const { scored, failed } = rankSweep(plan, rows);
  const all = [...scored, ...failed].map((row) => flat(plan, row));
  const tell = () => computeSelection(store, plan, round, rows);
  await publishRanking(store, plan.sweep.uid, round.edition, round.retry, all, tell);
};

/**
 * Marks the sweep done in this round once every trial is decided, and then publishes the ranking, which takes some seconds
 * where there are tens of thousands of trials. A kill between the two leaves a ranking to be published by `completeRanking`.
 * `missing`: some trial is not decided; the workflow looks again.
 */
export const publishLeaderboard = async (
  store: Store,
  plan: Plan,
  round: Round,
  read?: ReadRows,
): Promise<'published' | 'missing'> => {
  const rows = await completeRows(store, plan, round, read);
  if (rows === null) return 'missing';
  const failed = rows.filter(({ state }) => state === 'failed').length;
  await insertMark(store, doneMark(plan.sweep.uid, round), { done: rows.length - failed, failed });
  await insertRanking(store, plan, round, rows);
  return 'published';
};

/** Publishes the ranking of a sweep that is done where it is not there: whoever was about to was killed. */
export const completeRanking = async (store: Store, plan: Plan, round: Round): Promise<void> => {
  if (await hasRanking(store, plan.sweep.uid, round)) return;
  const rows = await completeRows(store, plan, round);
  if (rows !== null) await insertRanking(store, plan, round, rows);
};
