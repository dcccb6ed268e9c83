import type { TrialHash, TrialRow } from '../core/results.ts';
import { allTrials } from '../core/space.ts';
import type { Trial } from '../core/space.ts';
import type { Store } from '../store/open-store.ts';
import { readRows } from '../store/rows.ts';
import type { Plan } from './plan.ts';

type Place = Pick<Trial, 'index' | 'name'>;

const places = new WeakMap<Plan, ReadonlyMap<TrialHash, Place>>();

const placesOf = (plan: Plan): ReadonlyMap<TrialHash, Place> => {
  const known = places.get(plan);
  if (known !== undefined) return known;
  const found = new Map<TrialHash, Place>();
  for (const { hash, index, name } of allTrials(plan.space)) found.set(hash, { index, name });
  places.set(plan, found);
  return found;
};

/**
 * The rows of the trials that the grid of this edition has, by their indexes and under their names in it: a row says both
 * as of the edition in which its trial was decided, and trials that were taken out since have rows still.
 */
export const presentRows = (plan: Plan, rows: readonly TrialRow[]): readonly TrialRow[] => {
  if (plan.sweep.edition === 0 && rows.length <= plan.space.trials) return rows; // more: amended since
  const found = placesOf(plan);
  return rows
    .flatMap((row): readonly TrialRow[] => {
      const place = found.get(row.trial);
      return place === undefined ? [] : [{ ...row, ...place }];
    })
    .toSorted((a, b) => a.index - b.index);
};

/** The rows of a sweep's present trials, by index, in this retry. */
export const readPresentRows = async (store: Store, plan: Plan, retry: number): Promise<readonly TrialRow[]> =>
  presentRows(plan, await readRows(store, plan.sweep.uid, retry));
