import { condition, patched, sleep } from '@temporalio/workflow';

import type { EmbeddingInput, FoldCounts, Found } from '../core/messages.ts';
import { waitForClaimMs } from '../core/timeouts.ts';
import { createDealtPortions, createPortions } from './portions.ts';
import { trainOn, untilFree } from './training.ts';
import { createWindow } from './window.ts';

/** Trains the word vectors that runs start from, each once; false where they could not be had. */
const createVectors = (input: EmbeddingInput, train: ReturnType<typeof trainOn>) => {
  const { sweep, embedding, siblings, edition, retry } = input;
  const vectors = new Map<number, Promise<boolean>>();
  let training = 0;
  const trainVectors = async (scope: number): Promise<boolean> => {
    const work = { sweep, embedding, siblings, edition, retry, scope };
    training++;
    try {
      return (await untilFree(() => train.trainEmbedding(work))).state !== 'failed';
    } finally {
      training--;
    }
  };
  const have = async (found: Found, at: number): Promise<boolean> => {
    if (found.scopes === 'none') return true;
    const scope = found.scopes === 'all' ? 0 : (found.runs[at] as number) % found.splits;
    if (!vectors.has(scope) && found.untrained.includes(scope)) vectors.set(scope, trainVectors(scope));
    return (await vectors.get(scope)) ?? true;
  };
  /** Runs that need other vectors must not wait for the same ones. */
  const areThere = (found: Found): boolean => training === 0 && found.untrained.every((scope) => vectors.has(scope));
  return { have, areThere };
};

/**
 * Trains runs, some to an activity: as many as it can do in its turn on a slot, about a second, so that short runs do not
 * cost the servers a turn each, and sweeps that share slots have equal parts of them whatever they train.
 */
export const createBatches = (input: EmbeddingInput) => {
  const { sweep, embedding, siblings, edition, retry } = input;
  const train = trainOn(input.trainQueue);
  const vectors = createVectors(input, train);
  const fillsTurns = patched('turns');
  const window = createWindow(fillsTurns);
  let width = 0;
  const portions = fillsTurns ? createPortions() : createDealtPortions();

  const runAt = (found: Found, at: number) => ({ run: found.runs[at] as number, scored: found.scored[at] as number });
  /** Trains what it can of the runs at some places, and gives back the places of the others. */
  const trainSome = async (
    found: Found,
    places: readonly number[],
    add: (counts: FoldCounts) => void,
    giveBack: (places: readonly number[]) => void,
  ): Promise<void> => {
    const has = await Promise.all(places.map((at) => vectors.have(found, at)));
    const [first, ...more] = places.filter((_, at) => has[at]);
    if (first === undefined) return;
    const given = { ...runAt(found, first), more: more.map((at) => runAt(found, at)) };
    const outcome = await train.trainRun({ sweep, embedding, siblings, edition, retry, ...given });
    ({ width } = outcome);
    add(outcome.counts);
    if (outcome.state === 'waiting') {
      giveBack(more);
      await sleep(waitForClaimMs); // another sweep trains the first
      return giveBack([first]);
    }
    portions.learn(1 + more.length, outcome);
    giveBack(more.slice((outcome.taken ?? 1) - 1));
  };
  /**
   * Trains all runs that were found, as places in the window come free. `given` waits until each is in an activity for the
   * first time, `ended` until all have been trained.
   */
  const begin = (found: Found, add: (counts: FoldCounts) => void) => {
    ({ width } = found);
    const pending = [...found.runs.keys()];
    let open = 0;
    const take = (): readonly number[] => {
      const place = { runs: pending.length, width, isLastPage: found.next === null };
      return pending.splice(0, vectors.areThere(found) ? portions.size(place) : 1);
    };
    const work = async (): Promise<void> => {
      open++;
      try {
        await trainSome(found, take(), add, (places) => void pending.unshift(...places));
      } finally {
        open--;
      }
    };
    const trainAll = async (): Promise<void> => {
      for (;;) {
        await condition(() => pending.length > 0 || open === 0);
        if (pending.length === 0) return;
        await window.start(() => width, work);
      }
    };
    const ended = trainAll();
    ended.catch(() => undefined); // told to who waits for it
    return { given: () => Promise.race([ended, condition(() => pending.length === 0)]), ended };
  };
  return { begin, settled: window.settled };
};
