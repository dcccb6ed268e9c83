import type { Plan } from '../../activities/plan.ts';
import { presentRows } from '../../activities/present-rows.ts';
import { failedRowId } from '../../store/row-document.ts';
import { streamRows } from '../../store/row-stream.ts';
import type { IdentifiedRow } from '../../store/row-stream.ts';
import type { Store } from '../../store/open-store.ts';
import type { TrialFailure, TrialRow } from '../../core/results.ts';
import { rankValues } from '../../scoring/metric-values.ts';
import { placeTrials } from '../../scoring/places.ts';
import type { Candidate, Place } from '../../scoring/places.ts';

/** What of a trial's place stands on each of its lines. */
export type Marks = Pick<Place, 'rank' | 'group' | 'take' | 'withinOneSe'>;

/** How a sweep's trials stand at one moment, by their index; of a trial that is not decided there is nothing. */
export type Places = {
  readonly marksOf: (index: number) => Marks | null; // null: not scored
  readonly failureOf: (index: number) => TrialFailure | null;
};

/** Rank and marks in one number, so that a million of them take little room. */
const packed = ({ rank, group, take, withinOneSe }: Marks): number =>
  rank * 8 + (group - 1) * 4 + (take ? 2 : 0) + (withinOneSe ? 1 : 0);

const unpacked = (value: number): Marks => ({
  rank: Math.floor(value / 8),
  group: (value & 4) === 0 ? 1 : 2,
  take: (value & 2) !== 0,
  withinOneSe: (value & 1) !== 0,
});

/** Places the candidates with the leaderboard's own function, and lets them go. */
const marksByIndex = (
  candidates: readonly (Candidate & { readonly index: number })[],
  { sweep }: Plan,
): ReadonlyMap<number, number> => {
  const { grid, prepared } = sweep;
  const { by } = grid.rank;
  const guessed = prepared.baseline.scores[by] ?? null;
  const { ordered, placeOf } = placeTrials(candidates, { by, split: grid.split, guessed });
  return new Map(ordered.map(({ index }, at) => [index, packed(placeOf(at))]));
};

/** Whether a stored row is its trial's in this retry: failures of a machine in another one are history. */
export const isOfRetry = ({ id, row }: IdentifiedRow, retry: number): boolean =>
  id === row.trial || id === failedRowId(row.trial, retry);

type Scored = Extract<TrialRow, { readonly state: 'scored' }>;

/**
 * Places all trials with the leaderboard's own function, from rows that are let go again: a number a trial
 * stays.
 */
export const readPlaces = async (store: Store, plan: Plan, retry: number): Promise<Places> => {
  const { grid, prepared, uid } = plan.sweep;
  const { by } = grid.rank;
  const facts = { positive: grid.rank.positive, labels: prepared.labels };
  const candidates = new Map<number, ReturnType<typeof candidateOf>>();
  const failures = new Map<number, TrialFailure>();
  const candidateOf = (row: Scored) => ({
    index: row.index,
    name: row.name,
    cost: row.cost,
    values: rankValues(row, by, facts),
  });
  for await (const page of streamRows(store, uid)) {
    const own = page.filter((each) => isOfRetry(each, retry)).map(({ row }) => row);
    for (const row of presentRows(plan, own)) {
      if (row.state === 'scored') candidates.set(row.index, candidateOf(row));
      else failures.set(row.index, row.failure);
    }
  }
  for (const index of candidates.keys()) failures.delete(index); // a stored score beats a machine's failure
  const found = marksByIndex([...candidates.values()], plan);
  return {
    marksOf: (index) => {
      const packed = found.get(index);
      return packed === undefined ? null : unpacked(packed);
    },
    failureOf: (index) => failures.get(index) ?? null,
  };
};
