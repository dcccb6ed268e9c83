import { checkpointEveryMs, checkpointShare } from '../core/timeouts.ts';
import type { TrainerProcess } from './trainer-process.ts';

/** Tests shorten it: a sweep that is killed within seconds would else have no checkpoints. */
const betweenCheckpointsMs = (): number => {
  const seconds = process.env['SWEEP_CHECKPOINT_SECONDS'];
  if (seconds === undefined) return checkpointEveryMs;
  if (!(Number(seconds) > 0)) throw new RangeError(`SWEEP_CHECKPOINT_SECONDS=${seconds}: expected seconds above 0`);
  return Number(seconds) * 1000;
};

/** Asks for checkpoints every 30 s, rarer where saving them takes more than a twentieth of the time. */
export const createCheckpoints = (trainer: TrainerProcess) => {
  const everyMs = betweenCheckpointsMs();
  let timer: NodeJS.Timeout | undefined;
  const next = (savedInMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => trainer.checkpoint(), Math.max(everyMs, savedInMs / checkpointShare));
    timer.unref();
  };
  next(0);
  return { next, end: () => clearTimeout(timer) };
};
