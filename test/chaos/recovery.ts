import { setTimeout as sleep } from 'node:timers/promises';

import type { Stage } from './scene.ts';
import type { Watch } from './watch.ts';

const lookEveryMs = 150;

/**
 * Times how long a sweep takes after its last strike until another fold is stored, or until it is done where none is to
 * come. Embeddings, restarts and whoever types `resume` are in that time.
 */
export const timeRecovery = (stage: Stage): { readonly end: () => Promise<number | null> } => {
  const { strikes, watch, lives, now } = stage;
  let ended = false;
  let recovered: number | null = null;
  const isDone = (): boolean => lives.at(-1)?.end()?.code === 0;
  const follow = async (): Promise<void> => {
    let timed = 0; // strikes that `recovered` is of
    let known = 0; // folds that were stored when nothing was struck
    while (!ended) {
      await sleep(lookEveryMs);
      const count = strikes.length;
      const folds = await watch.folds();
      if (count > timed && (isDone() || (folds ?? 0) > known)) {
        recovered = (now() - (strikes[count - 1]?.at ?? 0)) / 1000;
        timed = count;
      }
      if (folds !== null && count === timed) known = folds;
    }
    if (strikes.length > timed && isDone()) recovered = (now() - (strikes.at(-1)?.at ?? 0)) / 1000;
  };
  const following = follow();
  return {
    end: async () => {
      ended = true;
      await following;
      return recovered;
    },
  };
};

/** That a slot was seen with so many steps done, in ms since 1970. */
export type Sighting = { readonly at: number; readonly what: string; readonly done: number };

const sightEveryMs = 400;

/** Writes down what the slots say of themselves, as far as the store can be asked, from now until `end`. */
export const sightSlots = ({ slots }: Watch): { readonly end: () => Promise<readonly Sighting[]> } => {
  const seen: Sighting[] = [];
  let ended = false;
  const look = async (): Promise<void> => {
    for (; !ended; await sleep(sightEveryMs)) {
      const found = await slots().catch(() => []);
      const at = Date.now();
      seen.push(...found.filter(({ what }) => what !== '').map(({ what, done }) => ({ at, what, done })));
    }
  };
  const looking = look();
  return {
    end: async () => {
      ended = true;
      await looking;
      return seen;
    },
  };
};
