import { readAmendment } from '../../store/amendments.ts';
import type { Sweep, SweepUid } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import { readSweep } from '../../store/sweeps.ts';
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

/** Reads the history of a sweep that is looked at again and again: anew only once it was amended. */
export const createHistory = (store: Store): ((sweep: Sweep) => Promise<readonly Amended[]>) => {
  let known: { readonly uid: SweepUid; readonly edition: number; readonly history: readonly Amended[] } | null = null;
  return async (sweep) => {
    if (known?.uid !== sweep.uid || known.edition !== sweep.edition)
      known = { uid: sweep.uid, edition: sweep.edition, history: await readHistory(store, sweep) };
    return known.history;
  };
};
