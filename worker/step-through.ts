import { setTimeout as sleep, setImmediate as nextTurn } from 'node:timers/promises';

import type { TrainedFit } from '../activities/trainer.ts';
import type { FromTrainer, Progress } from './trainer-protocol.ts';

/** How work ended, where it did not fail. */
export type Result = Extract<FromTrainer, { say: 'finished' | 'stopped' | 'diverged' }>['say'];

/** What the parent may ask for while a task runs; looked at between two steps. */
export type Wanted = { checkpoint: boolean; stop: boolean; score: boolean };

/** Says something to the parent; the promise is kept when all of it is written. */
export type Say = (
  message:
    | ({ readonly say: 'progress' } & Progress)
    | { readonly say: 'phase'; readonly phase: 'kernels' | 'library' }
    | { readonly say: 'checkpoint'; readonly step: number; readonly bytes: Uint8Array }
    | {
        readonly say: 'fold';
        readonly epochs: number;
        readonly result: FoldMessage['result'];
        readonly seconds: number;
      }
    | { readonly say: 'vectors'; readonly bytes: Uint8Array; readonly words: number; readonly size: number }
    | { readonly say: 'trained' }
    | ({ readonly say: 'fit' } & TrainedFit)
    | { readonly say: 'diverged'; readonly epoch: number; readonly message: string },
) => Promise<void>;
type FoldMessage = Extract<FromTrainer, { say: 'fold' }>;

/** Lets messages in at least so often; a step is far shorter. */
const turnEveryMs = 50;
const progressEveryMs = 300;
const waitMs = 5;

/** What can be trained a step at a time, and saved between two steps. */
export type Stepwise = {
  /** `waiting`: cannot go on before the parent has said something. */
  readonly step: () => 'more' | 'waiting' | 'finished' | 'diverged';
  readonly checkpoint: () => { readonly step: number; readonly bytes: Uint8Array };
  readonly progress: () => Omit<Progress, 'bytes'>;
};

/** Steps until the end, letting the parent's wishes in between steps. */
export const stepThrough = async (work: Stepwise, wanted: Wanted, say: Say): Promise<Result> => {
  let turnedAt = 0;
  let reportedAt = 0;
  for (;;) {
    const now = performance.now();
    if (now - reportedAt > progressEveryMs) {
      reportedAt = now;
      void say({ say: 'progress', ...work.progress(), bytes: process.memoryUsage.rss() });
    }
    if (now - turnedAt > turnEveryMs) {
      turnedAt = now;
      await nextTurn();
    }
    if (wanted.checkpoint || wanted.stop) {
      wanted.checkpoint = false;
      // Between steps a pipe takes some 200 KB a turn: megabytes would keep all that is said behind them for longer than
      // a parent waits.
      await say({ say: 'checkpoint', ...work.checkpoint() });
      if (wanted.stop) return 'stopped';
    }
    const state = work.step();
    if (state === 'waiting') await sleep(waitMs);
    else if (state !== 'more') return state;
  }
};
