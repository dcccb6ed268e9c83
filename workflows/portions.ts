import type { RunOutcome } from '../core/messages.ts';

/** Runs that one activity is given at most: a page of them. */
const mostRuns = 240;

/** What is known of the page that runs are taken from. */
type Place = {
  readonly runs: number; // of the page, in no activity yet
  readonly width: number; // activities in flight at most
  readonly isLastPage: boolean;
};

/**
 * How many runs an activity is given, as learnt from what earlier ones came to. Sweeps wait in the queue equally often, so
 * that whoever asks for less than fits in a turn has less of the slots: turns are filled, and only the last runs of all
 * are dealt out among the slots, in quarters of a turn at least. Long runs are given one by one, so that none waits in an
 * activity that trains another.
 */
export const createPortions = () => {
  let fits = mostRuns;
  let isLearned = false;
  return {
    size: ({ runs, width, isLastPage }: Place): number => {
      const dealt = Math.ceil(runs / Math.max(1, width));
      if (!isLearned) return dealt;
      if (isLastPage) return Math.min(Math.max(dealt, Math.ceil(fits / 4)), fits, runs);
      return Math.ceil(runs / Math.ceil(runs / fits)); // as equal as can be: no small rest
    },
    learn: (_given: number, { fits: told = 1 }: RunOutcome): void => {
      // More at once, less by halves: one slow turn says little, and what was too much is only given back.
      const next = isLearned && told < fits ? Math.round((fits + told) / 2) : told;
      fits = Math.min(mostRuns, Math.max(1, next));
      isLearned = true;
    },
  };
};

/** The same of workflows that began before turns were filled. */
export const createDealtPortions = (): ReturnType<typeof createPortions> => {
  let most = mostRuns;
  return {
    size: ({ runs, width }: Place): number => Math.min(Math.ceil(runs / Math.max(1, width)), most),
    learn: (given: number, { taken = 1, early = false }: RunOutcome): void => {
      if (taken < given) most = Math.max(1, taken);
      else if (given >= most && early) most = Math.min(mostRuns, 2 * most);
    },
  };
};
