import { readState } from '../activities/state.ts';
import { ask } from './ask.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { openSession } from './session.ts';

/** Records a pause or stop: no new folds, running ones save a checkpoint. @returns the exit code */
export const pauseOrStop = async (name: string, kind: 'pause' | 'stop'): Promise<number> => {
  await using session = await openSession({ create: false, migrate: false });
  const sweep = await findSweep(session, name);
  const before = await readState(session.store, sweep);
  if (before.state === 'done') {
    console.log(`${sweep.name} is done; there is nothing to ${kind}.`);
    return finished.done;
  }
  await ask(session, sweep, kind);
  const next = `Go on: sweep resume ${sweep.name}`;
  if (before.state === 'running')
    console.log(`${sweep.name}: ${kind} asked for; running folds save a checkpoint. ${next}`);
  else console.log(`Recorded; nothing works on it. ${next}`);
  return finished.done;
};
