import type { Store } from '../store/open-store.ts';
import type { Decider } from './decide.ts';
import type { Exclusion } from './exclusion.ts';
import type { Plan, ReadPlan } from './plan.ts';
import type { Slots } from './trainer.ts';

/** What every activity works with; made once per worker process. */
export type ActivityContext = {
  readonly store: Store;
  readonly worker: {
    readonly id: string;
    readonly host: string;
    readonly version: string;
    readonly device: string; // that it trains on
  };
  readonly slots: Slots;
  readonly exclusion: Exclusion; // of owner and key: one training of each at one moment
  readonly decider: Decider;
  readonly readPlan: ReadPlan;
  /** How many runs a child may have in flight: its part of twice the slots that now serve the sweep. */
  readonly share: (plan: Plan, siblings: number) => Promise<number>;
  /** Whether a worker has not been heard of for so long that its claims are void. */
  readonly isGone: (worker: string) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
};
