import { condition, sleep } from '@temporalio/workflow';

import type { EmbeddingInput, FoldCounts, Found, RunOutcome } from '../core/messages.ts';
import { waitForClaimMs } from '../core/timeouts.ts';
import { trainOn, untilFree } from './training.ts';
import { createWindow } from './window.ts';

/** Runs that one activity is given at most: enough that it costs little, few enough to be shared out at the end. */
const mostRuns = 32;
/** A batch that took all its runs in less than this many seconds is followed by larger ones. */
const shortSeconds = 0.5;

/** Trains the word vectors that runs start from, each once; false where they could not be had. */
const createVectors = (input: EmbeddingInput, train: ReturnType<typeof trainOn>) => {
  const { sweep, embedding, siblings, edition, retry } = input;
  const vectors = new Map<number, Promise<boolean>>();
  const trainVectors = async (scope: number): Promise<boolean> => {
    const work = { sweep, embedding, siblings, edition, retry, scope };
    return (await untilFree(() => train.trainEmbedding(work))).state !== 'failed';
  };
  return async (found: Found, at: number): Promise<boolean> => {
    if (found.scopes === 'none') return true;
    const scope = found.scopes === 'all' ? 0 : (found.runs[at] as number) % found.splits;
    if (!vectors.has(scope) && found.untrained.includes(scope)) vectors.set(scope, trainVectors(scope));
    return (await vectors.get(scope)) ?? true;
  };
};

/**
 * Trains runs, some to an activity: as many as it can in about a second, so that short runs do not cost a turn of the
 * servers each, and turns on a slot are about equally long whatever is trained.
 */
export const createBatches = (input: EmbeddingInput) => {
  const { sweep, embedding, siblings, edition, retry } = input;
  const train = trainOn(input.trainQueue);
  const haveVectors = createVectors(input, train);
  const window = createWindow();
  let width = 0;
  let size = 1;

  const resize = (given: number, { taken = 1, seconds = Infinity }: RunOutcome): void => {
    if (taken < given) size = Math.max(1, taken);
    else if (given >= size && seconds < shortSeconds) size = Math.min(mostRuns, 2 * size);
  };
  const trainBatch = async (found: Found, places: readonly number[], add: (counts: FoldCounts) => void) => {
    const has = await Promise.all(places.map((at) => haveVectors(found, at)));
    let rest = places.filter((_, at) => has[at]);
    let waiting = 0; // of the rest, how many in a row another sweep trains
    while (rest.length > 0) {
      const [first, ...more] = rest.map((at) => ({
        run: found.runs[at] as number,
        scored: found.scored[at] as number,
      })) as [{ run: number; scored: number }];
      const outcome = await train.trainRun({ sweep, embedding, siblings, edition, retry, ...first, more });
      ({ width } = outcome);
      add(outcome.counts);
      if (outcome.state === 'waiting') {
        rest = [...rest.slice(1), rest[0] as number];
        if (++waiting < rest.length) continue;
        await sleep(waitForClaimMs);
        waiting = 0;
        continue;
      }
      waiting = 0;
      resize(rest.length, outcome);
      rest = rest.slice(outcome.taken ?? 1);
    }
  };
  /** Begins all runs that were found, as places in the window come free; `ended` waits for their ends. */
  const begin = async (found: Found, add: (counts: FoldCounts) => void) => {
    ({ width } = found);
    let left = 0;
    for (let at = 0; at < found.runs.length;) {
      const places = [...found.runs.keys()].slice(at, at + size);
      at += places.length;
      left++;
      await window.start(
        () => width,
        () => trainBatch(found, places, add).finally(() => left--),
      );
    }
    return { ended: () => condition(() => left === 0) };
  };
  return { begin, settled: window.settled };
};
