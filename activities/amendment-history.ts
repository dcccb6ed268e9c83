import type { Json } from '../core/canonical.ts';
import { indexOfCell } from '../core/shared-trials.ts';
import { createSpace } from '../core/space.ts';
import type { Trial } from '../core/space.ts';
import { readAmendment } from '../store/amendments.ts';
import type { Sweep, SweepUid } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { readSweep } from '../store/sweeps.ts';
import { trialChanges } from './trial-changes.ts';
import type { TrialChanges } from './trial-changes.ts';

/** One amendment of a sweep, against the grid before it. */
export type Amended = TrialChanges & {
  readonly edition: number; // from 1
  readonly at: number; // ms since 1970
  readonly reason: string | null;
  readonly gridFile: string;
};

/** What was made of a sweep's grid since its start, up to the edition at hand, in order; immutable, so read once. */
export const readHistory = async (store: Store, { uid, edition }: Sweep): Promise<readonly Amended[]> => {
  const history: Amended[] = [];
  let before = edition === 0 ? null : await readSweep(store, uid, 0);
  for (let n = 1; n <= edition && before !== null; n++) {
    const amendment = await readAmendment(store, uid, n);
    if (amendment === null) break;
    const { at, reason, gridFile, grid } = amendment;
    history.push({ edition: n, at, reason, gridFile, ...trialChanges(before.grid, grid) });
    before = { ...before, grid };
  }
  return history;
};

/** The edition that brought a trial into the grid, where it has been since; 0: it was there from the start. */
export const broughtBy = async (store: Store, sweep: Sweep, { cell }: Trial): Promise<number> => {
  for (let edition = sweep.edition; edition > 0; edition--) {
    const before = await readSweep(store, sweep.uid, edition - 1);
    if (before !== null && indexOfCell(createSpace(before.grid), cell) === null) return edition;
  }
  return 0;
};

/** The amendment that took out a trial which some earlier grid had, as `find` finds it; null where none had it. */
export const takenOutBy = async (
  store: Store,
  sweep: Sweep,
  find: (earlier: Sweep) => boolean,
): Promise<Amended | null> => {
  for (let edition = sweep.edition - 1; edition >= 0; edition--) {
    const earlier = await readSweep(store, sweep.uid, edition);
    if (earlier !== null && find(earlier)) return (await readHistory(store, sweep))[edition] ?? null;
  }
  return null;
};

/** Reads the history of a sweep that is looked at again and again: anew only once it was amended. */
export const createHistory = (store: Store): ((sweep: Sweep) => Promise<readonly Amended[]>) => {
  let known: { readonly uid: SweepUid; readonly edition: number; readonly history: readonly Amended[] } | null = null;
  return async (sweep) => {
    if (known?.uid !== sweep.uid || known.edition !== sweep.edition)
      known = { uid: sweep.uid, edition: sweep.edition, history: await readHistory(store, sweep) };
    return known.history;
  };
};

export const historyJson = (history: readonly Amended[]): readonly { readonly [key: string]: Json }[] =>
  history.map(({ edition, at, reason, gridFile, added, removed, kept }) => ({
    edition,
    at: new Date(at).toISOString(),
    reason,
    gridFile,
    added,
    removed,
    kept,
  }));
