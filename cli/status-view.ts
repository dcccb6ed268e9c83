import type { TrialFailure } from '../core/results.ts';
import type { Mismatch, Sweep } from '../store/documents.ts';
import type { Amended } from '../activities/amendment-history.ts';
import type { Counts } from './counts.ts';

export type FailedTrial = { readonly id: string; readonly name: string; readonly failure: TrialFailure };

/** All that `status` shows of one sweep. */
export type StatusView = {
  readonly sweep: Pick<Sweep, 'uid' | 'name' | 'startedAt' | 'engine'>;
  readonly caveats: readonly string[];
  readonly trials: number;
  readonly splits: number;
  readonly counts: Counts;
  readonly history: readonly Amended[]; // of the grid since the start
  readonly failures: readonly FailedTrial[]; // by name
  readonly mismatches: readonly Mismatch[];
};

/** The command that goes on from here, or shows what came of it. */
export const nextCommand = (name: string, state: Counts['state']): string => {
  switch (state) {
    case 'running':
      return `sweep status ${name} --watch`;
    case 'paused':
    case 'stopped':
    case 'interrupted':
      return `sweep resume ${name}`;
    case 'done':
      return `sweep leaderboard ${name}`;
    default:
      return state satisfies never;
  }
};
