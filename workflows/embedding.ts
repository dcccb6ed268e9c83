import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';

import { addCounts, noFolds } from '../core/messages.ts';
import type { ControlActivities, EmbeddingInput, FoldCounts, Found, RunOutcome } from '../core/messages.ts';
import { heartbeatTimeoutMs } from '../core/timeouts.ts';
import { trainOn, untilFree } from './training.ts';
import { createWindow } from './window.ts';

const control = proxyActivities<ControlActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: heartbeatTimeoutMs,
  retry: { maximumInterval: '30s' },
});
const local = proxyLocalActivities<ControlActivities>({
  startToCloseTimeout: '30s',
  retry: { maximumInterval: '30s' },
});

const ignoreCancellation = (error: unknown): void => {
  if (!isCancellation(error)) throw error;
};

/** Shortest time between two writes of the progress document. */
const progressEveryMs = 2_000;

/** Writes the counts while they change, at most every two seconds, and once more at the end. */
const createProgress = (input: EmbeddingInput) => {
  const { sweep, embedding, edition, retry } = input;
  let counts: FoldCounts = input.counts;
  let changed = false;
  let ended = false;
  const write = async (): Promise<void> => {
    changed = false;
    setCurrentDetails(`${counts.done} folds scored, ${counts.failed} failed, ${counts.reused} of them known before`);
    await local.recordProgress({ sweep, embedding, edition, retry, counts });
  };
  const writing = (async (): Promise<void> => {
    for (;;) {
      await condition(() => changed || ended);
      if (ended) return;
      await write();
      await condition(() => ended, progressEveryMs);
    }
  })().catch(ignoreCancellation);
  return {
    add: (more: FoldCounts): void => {
      counts = addCounts(counts, more);
      changed = true;
    },
    /** What a later look found stands, but it cannot tell who trained what since the first one. */
    set: (exact: FoldCounts): void => {
      counts = { ...exact, reused: Math.max(exact.reused, counts.reused) };
      changed = true;
    },
    counts: (): FoldCounts => counts,
    end: async (): Promise<void> => {
      ended = true;
      await CancellationScope.nonCancellable(async () => {
        await writing;
        await write();
      });
    },
  };
};

const createTraining = (input: EmbeddingInput) => {
  const { sweep, embedding, siblings, edition, retry } = input;
  const train = trainOn(input.trainQueue);
  const vectors = new Map<number, Promise<boolean>>();
  const work = { sweep, embedding, siblings, edition, retry };
  const trainVectors = async (scope: number): Promise<boolean> =>
    (await untilFree(() => train.trainEmbedding({ ...work, scope }))).state !== 'failed';

  /** Trains the run found at that place after its word vectors; null where those could not be had. */
  return async (found: Found, at: number): Promise<RunOutcome | null> => {
    const run = found.runs[at] as number;
    if (found.scopes !== 'none') {
      const scope = found.scopes === 'all' ? 0 : run % found.splits;
      if (!vectors.has(scope) && found.untrained.includes(scope)) vectors.set(scope, trainVectors(scope));
      if ((await vectors.get(scope)) === false) return null;
    }
    return untilFree(() => train.trainRun({ ...work, run, scored: found.scored[at] as number }));
  };
};

/**
 * All folds of one embedding: pages through what is missing, keeps a window of runs in flight, and goes through the
 * pages again until nothing was missing. Continues as new between two pages, drained. When it is cancelled it waits
 * until what is in flight has been handed back with a checkpoint.
 */
export async function embeddingWorkflow(input: EmbeddingInput): Promise<void> {
  const { sweep, embedding, siblings, edition, retry } = input;
  const progress = createProgress(input);
  const train = createTraining(input);
  const window = createWindow();
  let { missing } = input;
  let width = 0;
  const trainInWindow = (found: Found, at: number): Promise<void> =>
    window.start(
      () => width,
      async () => {
        const outcome = await train(found, at);
        if (outcome === null) return;
        ({ width } = outcome);
        progress.add(outcome.counts);
      },
    );
  try {
    for (let page = input.page, first = input.first; ; page = 0, missing = 0, first = false) {
      let pass: FoldCounts = noFolds; // of what a later look found, shown when it is complete
      for (let from: number | null = page; from !== null;) {
        const found: Found = await control.findMissing({ sweep, embedding, siblings, edition, retry, from });
        missing += found.runs.length;
        ({ width } = found);
        pass = addCounts(pass, found.counts);
        if (first) progress.add(found.counts);
        for (const at of found.runs.keys()) await trainInWindow(found, at);
        from = found.next;
        if (from === null || !workflowInfo().continueAsNewSuggested) continue;
        await window.drained();
        await progress.end();
        const counts = progress.counts();
        await continueAsNew<typeof embeddingWorkflow>({ ...input, page: from, missing, counts, first });
      }
      await window.drained();
      if (missing > 0) continue;
      if (!first && page === 0) progress.set(pass);
      break;
    }
  } finally {
    await CancellationScope.nonCancellable(() => window.settled());
    await progress.end();
  }
}
