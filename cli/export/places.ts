import type { Plan } from '../../activities/plan.ts';
import { presentRows } from '../../activities/present-rows.ts';
import { failedRowId } from '../../store/row-document.ts';
import { streamRows } from '../../store/row-stream.ts';
import type { IdentifiedRow } from '../../store/row-stream.ts';
import type { Store } from '../../store/open-store.ts';
import type { TrialFailure, TrialRow } from '../../core/results.ts';
import { rankValues } from '../../scoring/metric-values.ts';
import { placeTrials } from '../../scoring/places.ts';
import type { Place } from '../../scoring/places.ts';

/** How a sweep's trials stand at one moment, by their index; of a trial that is not decided there is nothing. */
export type Places = {
  readonly scored: number;
  readonly failed: number;
  readonly placeOf: (index: number) => Place | null;
  readonly failureOf: (index: number) => TrialFailure | null;
};

/** Whether a stored row is its trial's in this retry: failures of a machine in another one are history. */
export const isOfRetry = ({ id, row }: IdentifiedRow, retry: number): boolean =>
  id === row.trial || id === failedRowId(row.trial, retry);

type Scored = Extract<TrialRow, { readonly state: 'scored' }>;

/**
 * Places all trials with the leaderboard's own function, from rows that are let go again: some two hundred bytes a trial
 * stay.
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
  const guessed = prepared.baseline.scores[by] ?? null;
  const { ordered, placeOf } = placeTrials([...candidates.values()], { by, split: grid.split, guessed });
  const at = new Map(ordered.map(({ index }, place) => [index, place]));
  return {
    scored: candidates.size,
    failed: failures.size,
    placeOf: (index) => {
      const place = at.get(index);
      return place === undefined ? null : placeOf(place);
    },
    failureOf: (index) => failures.get(index) ?? null,
  };
};
