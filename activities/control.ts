import type { ControlActivities, ProgressInput } from '../core/messages.ts';
import { replaceProgress } from '../store/progress.ts';
import type { ActivityContext } from './context.ts';
import { createFindMissing } from './find-missing.ts';
import { publishLeaderboard } from './publish.ts';
import { readWishes } from './wishes.ts';

/** The activities of the control queue: they decide nothing, and each is safe to run twice. */
export const createControlActivities = (context: ActivityContext): ControlActivities => {
  const { store } = context;
  return {
    ...createFindMissing(context),
    readWishes: (sweep) => readWishes(store, sweep),
    recordProgress: ({ sweep, embedding, edition, retry, counts }: ProgressInput) =>
      replaceProgress(store, sweep, { embedding, edition, retry, ...counts }),
    publishLeaderboard: async (input) => publishLeaderboard(store, await context.readPlan(input.sweep), input),
  };
};
