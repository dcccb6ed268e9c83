import { Context } from '@temporalio/activity';

import type { ControlActivities, FindMissingInput, Found, ProgressInput, Wishes } from '../core/messages.ts';
import { nextEmbedding } from '../core/space.ts';
import { replaceProgress } from '../store/progress.ts';
import { createRowReader } from '../store/rows.ts';
import { hasSweep } from '../store/sweeps.ts';
import { beating } from './beating.ts';
import type { ActivityContext } from './context.ts';
import { createFindMissing } from './find-missing.ts';
import { publishLeaderboard } from './publish.ts';
import { createWarmRows } from './warm-rows.ts';
import { readWishes } from './wishes.ts';

/** Beats while it works, so that another worker takes over within seconds what a killed one was doing. */
const alive =
  <Args extends readonly unknown[], Result>(activity: (...args: Args) => Promise<Result>) =>
  (...args: Args): Promise<Result> => {
    const { heartbeat } = Context.current();
    return beating(activity(...args), heartbeat);
  };

/** What is asked of a sweep that is not there any more: to end. */
const forgotten: Wishes = { wish: 'stop', edition: 0, retry: 0, seen: 0 };

/** The activities of the control queue: they decide nothing, and each is safe to run twice. */
export const createControlActivities = (context: ActivityContext): ControlActivities => {
  const { store } = context;
  const { findMissing, findEmbeddings } = createFindMissing(context);
  const warmRows = createWarmRows((uid) => createRowReader(store, uid));
  const look = async (input: FindMissingInput): Promise<Found> => {
    const found = await findMissing(input);
    if (found.next !== null || found.runs.length === 0) return found;
    const plan = await context.readPlan(input.sweep, input.edition);
    if (nextEmbedding(plan.space, input.embedding + 1) === null) warmRows.begin(plan, input);
    return found;
  };
  return {
    findMissing: alive(look),
    findEmbeddings: alive(findEmbeddings),
    readWishes: alive(async (sweep) => ((await hasSweep(store, sweep)) ? readWishes(store, sweep) : forgotten)),
    recordProgress: ({ sweep, embedding, edition, retry, counts }: ProgressInput) =>
      replaceProgress(store, sweep, { embedding, edition, retry, ...counts }),
    publishLeaderboard: alive(async (input) =>
      publishLeaderboard(store, await context.readPlan(input.sweep, input.edition), input, warmRows.take),
    ),
  };
};
