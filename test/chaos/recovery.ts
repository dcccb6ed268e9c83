import { setTimeout as sleep } from 'node:timers/promises';

import type { Stage } from './scene.ts';

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
