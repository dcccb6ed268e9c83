import { CancellationScope, continueAsNew, workflowInfo } from '@temporalio/workflow';

import { addCounts, noFolds } from '../core/messages.ts';
import type { EmbeddingInput, FoldCounts, Found, RunOutcome } from '../core/messages.ts';
import { control } from './control.ts';
import type { embeddingWorkflow } from './embedding.ts';
import { createProgress } from './progress.ts';
import { trainOn, untilFree } from './training.ts';
import { createWindow } from './window.ts';

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
 * The way that workflows go which began before there was `trainPages`: pages through what is missing, one activity a run,
 * and goes through all pages again until nothing was missing. Recorded histories are replayed along it.
 */
export const trainPasses = async (input: EmbeddingInput): Promise<void> => {
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
};
