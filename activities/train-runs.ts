import { Context } from '@temporalio/activity';

import type { RunOutcome, TrainRunInput } from '../core/messages.ts';
import { addCounts, noFolds } from '../core/messages.ts';
import { runCell } from '../core/space.ts';
import type { ActivityContext } from './context.ts';
import type { Plan } from './plan.ts';
import { createTrainRun } from './train-run.ts';
import { createTurns, goesOn } from './turns.ts';

/** Trains the run that an activity was given, and of the further ones as many as can begin within its turn. */
export const createTrainRuns = (context: ActivityContext) => {
  const trainOne = createTrainRun(context);
  const turns = createTurns();

  /** A trial whose last run was stored by somebody else, after runs of ours that left it to the last to look. */
  const decide = async (plan: Plan, input: TrainRunInput, run: number): Promise<void> => {
    const cell = runCell(plan.space, input.embedding, Math.floor(run / plan.space.splits));
    for (const trial of cell.trials) await context.decider.decide(plan, input, cell, trial);
  };

  const trainRun = async (input: TrainRunInput): Promise<RunOutcome> => {
    const from = performance.now();
    const turnMs = turns.lengthMs(input.sweep);
    const plan = await context.readPlan(input.sweep, input.edition);
    const activity = Context.current();
    const modelOf = (run: number | undefined): number => Math.floor((run ?? -1) / plan.space.splits);
    const given = [{ run: input.run, scored: input.scored }, ...(input.more ?? [])];
    let state: RunOutcome['state'] = 'known';
    let counts = noFolds;
    let taken = 0;
    const isOn = (): boolean => goesOn(turnMs, performance.now() - from, { given: given.length, taken });
    while (taken < given.length && (taken === 0 || isOn())) {
      if (activity.cancellationSignal.aborted) await activity.cancelled;
      const one = given[taken] as (typeof given)[number];
      const isLast = modelOf(given[taken + 1]?.run) !== modelOf(one.run);
      const began = performance.now();
      const ended = await trainOne(plan, input, { ...one, isLast });
      if (ended.state === 'waiting' && taken > 0) break;
      ({ state } = ended);
      counts = addCounts(counts, ended.counts);
      if (state === 'waiting') break;
      if (state !== 'known') turns.ran(input.sweep, performance.now() - began);
      if (state === 'known' && isLast && modelOf(given[taken - 1]?.run) === modelOf(one.run))
        await decide(plan, input, one.run);
      taken++;
    }
    const width = await context.share(plan, input.siblings);
    const ms = performance.now() - from;
    const fits = Math.max(1, Math.round((taken * turnMs) / ms));
    return { state, counts, width, taken, early: taken === given.length && ms < turnMs / 2, fits };
  };
  return { trainRun };
};
