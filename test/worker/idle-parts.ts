import type { TrainerHooks } from '../../activities/trainer.ts';
import type { TrainerProcess, WorkEnd } from '../../worker/trainer-process.ts';

/** Hooks of a training of which nothing is stored. */
export const idleHooks = (what: string, more: Partial<TrainerHooks> = {}): TrainerHooks => ({
  signal: new AbortController().signal,
  checkpoint: null,
  alone: false,
  show: { sweep: null, what },
  onBeat: () => undefined,
  onFold: async () => undefined,
  onVectors: async () => undefined,
  onTrained: async () => undefined,
  onFit: async () => undefined,
  onCheckpoint: async () => undefined,
  ...more,
});

/** A trainer that trains until it is told to end; `begin` hears of all that it is given, with what ends it. */
export const idleTrainer = (
  begin: (end: (how: WorkEnd) => void, ...given: Parameters<TrainerProcess['work']>) => void,
  pid: number | null = null,
): TrainerProcess => {
  let end: (how: WorkEnd) => void = () => undefined;
  return {
    work: (...given) =>
      new Promise((resolve) => {
        end = resolve;
        begin(resolve, ...given);
      }),
    checkpoint: () => undefined,
    score: () => undefined,
    stop: () => end({ state: 'stopped' }),
    endWith: (how) => end(how),
    pid: () => pid,
    close: () => undefined,
  };
};
