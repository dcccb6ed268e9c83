import { CancellationScope, condition, isCancellation, setCurrentDetails } from '@temporalio/workflow';

import { addCounts, noFolds } from '../core/messages.ts';
import type { EmbeddingInput, FoldCounts } from '../core/messages.ts';
import { local } from './control.ts';

const ignoreCancellation = (error: unknown): void => {
  if (!isCancellation(error)) throw error;
};

/** Shortest time between two writes of the progress document. */
const progressEveryMs = 2_000;

/** Writes the counts while they change, at most every two seconds, and once more at the end. */
export const createProgress = (input: EmbeddingInput) => {
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
    /** The part of one page: what its first look found, what its runs add, and at last what stands in the store. */
    page: (first: FoldCounts) => {
      let part = noFolds;
      const put = (more: FoldCounts): void => {
        part = addCounts(part, more);
        counts = addCounts(counts, more);
        changed = true;
      };
      put(first);
      return {
        add: put,
        /** Who trained what since the first look cannot be told by a later one. */
        settle: ({ done, failed }: FoldCounts): void =>
          put({ done: done - part.done, failed: failed - part.failed, reused: 0 }),
      };
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
