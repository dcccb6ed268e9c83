import {
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  executeChild,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';

import { noFolds } from '../core/messages.ts';
import type { ControlActivities, SweepInput, Wishes } from '../core/messages.ts';
import { control } from './control.ts';
import { embeddingWorkflow } from './embedding.ts';
import { createWindow } from './window.ts';

/** Carries nothing: the workflow reads from the store what people have asked for. */
export const wakeSignal = defineSignal('wake');

const childrenAtOnce = 8;
/** A row that is gone though its page is marked as decided would else be looked for without a pause. */
const lookAgainMs = 5_000;

/** Ranks all trials in one go, during which it cannot beat. */
const { publishLeaderboard } = proxyActivities<ControlActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '1 minute',
  retry: { maximumInterval: '30s' },
});

/** One way through all embeddings, at most eight at once; true when it ended, false when it was called off. */
const createPass = (input: SweepInput, wishes: Wishes, from: number) => {
  const scope = new CancellationScope();
  let state: 'running' | 'ended' | 'cancelled' = 'running';
  let next: number | null = from; // the first embedding that no child was started for
  const startChild = async (embedding: number, siblings: number): Promise<void> => {
    const { edition, retry } = wishes;
    const { sweep, name, trainQueue } = input;
    await executeChild(embeddingWorkflow, {
      workflowId: `${input.store}/${sweep}/${edition}/embedding/${embedding}`,
      args: [
        {
          sweep,
          name,
          trainQueue,
          embedding,
          siblings,
          edition,
          retry,
          page: 0,
          missing: 0,
          first: true,
          counts: noFolds,
        },
      ],
      staticSummary: `embedding ${embedding + 1} of ${name}`,
    });
  };
  /** A child of an earlier run that was terminated may take a moment to go. */
  const child = async (embedding: number, siblings: number): Promise<void> => {
    for (;;) {
      try {
        return await startChild(embedding, siblings);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'WorkflowExecutionAlreadyStartedError') throw error;
        await sleep(lookAgainMs);
      }
    }
  };
  const walk = async (): Promise<void> => {
    const window = createWindow();
    try {
      while (next !== null && !workflowInfo().continueAsNewSuggested) {
        const page = await control.findEmbeddings(input.sweep, next, wishes.edition);
        const siblings = page.next === null ? Math.min(childrenAtOnce, page.embeddings.length) : childrenAtOnce;
        for (const embedding of page.embeddings) {
          await window.start(
            () => childrenAtOnce,
            () => child(embedding, siblings),
          );
          next = embedding + 1;
        }
        ({ next } = page);
      }
      await window.drained();
    } finally {
      await CancellationScope.nonCancellable(() => window.settled());
    }
  };
  const walking = scope
    .run(walk)
    .then(() => void (state = 'ended'))
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
      state = 'cancelled';
    });
  const cancel = async (): Promise<void> => {
    scope.cancel();
    await walking;
  };
  return { state: () => state, next: () => next, cancel, walking };
};

/**
 * A sweep from its start to its published leaderboard: follows what people ask for, keeps a pass over the embeddings
 * going while it may, and ends when a look at the store finds nothing missing, or when it is stopped.
 */
export async function sweepWorkflow(input: SweepInput): Promise<'done' | 'stopped'> {
  let awake = true;
  setHandler(wakeSignal, () => void (awake = true));
  let wishes: Wishes = { wish: 'run', ...(input.round ?? { edition: 0, retry: 0 }), seen: 0 };
  let pass: ReturnType<typeof createPass> | null = null;
  let { from } = input;
  const sameRound = (read: Wishes): boolean => read.edition === wishes.edition && read.retry === wishes.retry;
  for (;;) {
    awake = false;
    const read = await control.readWishes(input.sweep);
    const goesOn = read.wish === 'run' && sameRound(read);
    if (!sameRound(read)) from = 0;
    wishes = read;
    setCurrentDetails(`${input.name}: ${read.wish === 'run' ? 'running' : `${read.wish} asked for`}`);
    if (!goesOn && pass !== null) {
      await pass.cancel();
      pass = null;
    }
    if (read.wish === 'stop' && !awake) return 'stopped'; // who asked while runs were handed back is heard first
    if (read.wish === 'run') {
      pass ??= createPass(input, wishes, from);
      const current = pass;
      await Promise.race([condition(() => awake), condition(() => current.state() !== 'running'), current.walking]);
      if (current.state() === 'running' || awake) continue;
      const next = current.next();
      const { edition, retry } = wishes;
      if (next !== null) await continueAsNew<typeof sweepWorkflow>({ ...input, from: next, round: { edition, retry } });
      if ((await publishLeaderboard({ sweep: input.sweep, edition, retry })) !== 'missing') {
        if ((await control.readWishes(input.sweep)).seen === wishes.seen && !awake) return 'done';
      } else {
        await condition(() => awake, lookAgainMs);
      }
      from = 0;
      pass = null;
    } else {
      await condition(() => awake);
    }
  }
}
