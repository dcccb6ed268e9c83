import type { Grid } from '../core/grid.ts';
import { sharedTrials } from '../core/shared-trials.ts';
import { createSpace } from '../core/space.ts';

/** What another grid makes of the trials of one: how many come, go and stay. */
export type TrialChanges = { readonly added: number; readonly removed: number; readonly kept: number };

export const trialChanges = (was: Grid, is: Grid): TrialChanges => {
  const [before, after] = [createSpace(was), createSpace(is)];
  const kept = sharedTrials({ grid: was, space: before }, { grid: is, space: after });
  return { added: after.trials - kept, removed: before.trials - kept, kept };
};
