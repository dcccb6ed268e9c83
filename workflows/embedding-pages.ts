import { CancellationScope, continueAsNew, workflowInfo } from '@temporalio/workflow';

import type { EmbeddingInput, Found } from '../core/messages.ts';
import { createBatches } from './batches.ts';
import { control } from './control.ts';
import type { embeddingWorkflow } from './embedding.ts';
import { createProgress } from './progress.ts';
import { createWindow } from './window.ts';

/**
 * Pages through what is missing and keeps a window of runs in flight. A page whose runs have ended is looked at again,
 * beside the runs of the next ones, until nothing of it is missing: so little is left to do behind the last run. Continues
 * as new between two pages, drained. When it is cancelled it waits until what is in flight has been handed back with a
 * checkpoint.
 */
export const trainPages = async (input: EmbeddingInput): Promise<void> => {
  const { sweep, embedding, siblings, edition, retry } = input;
  const progress = createProgress(input);
  const batches = createBatches(input);
  const open = createWindow(); // pages whose runs have begun and that are not decided yet
  const look = (from: number): Promise<Found> =>
    control.findMissing({ sweep, embedding, siblings, edition, retry, from });
  /** An earlier run of this workflow may have counted all pages before it began to look again. */
  const countsOf = (found: Found) =>
    input.first ? progress.page(found.counts) : { add: progress.add, settle: () => undefined };
  const train = async (from: number, first: Found): Promise<void> => {
    const counts = countsOf(first);
    const begun = batches.begin(first, counts.add);
    const decide = async (): Promise<void> => {
      await begun.ended;
      for (;;) {
        const found = await look(from);
        if (found.runs.length === 0) return counts.settle(found.counts);
        await batches.begin(found, counts.add).ended;
      }
    };
    if (first.runs.length === 0) return;
    await open.start(() => Infinity, decide);
    await begun.given();
  };
  try {
    for (let page: number | null = input.page; page !== null;) {
      const found: Found = await look(page);
      await train(page, found);
      page = found.next;
      if (page === null || !workflowInfo().continueAsNewSuggested) continue;
      await open.drained();
      await progress.end();
      await continueAsNew<typeof embeddingWorkflow>({ ...input, page, missing: 0, counts: progress.counts() });
    }
    await open.drained();
  } finally {
    await CancellationScope.nonCancellable(() => batches.settled());
    await CancellationScope.nonCancellable(() => open.settled());
    await progress.end();
  }
};
