import { readState } from '../../activities/state.ts';
import type { Action } from '../../dashboard/source.ts';
import type { Sweep } from '../../store/documents.ts';
import { ask } from '../ask.ts';
import { openSession } from '../session.ts';
import { refuseOtherNumerics } from '../take-up.ts';

/** The command line that does the same as an action of the page. */
export const commandFor = (name: string, action: Action): string =>
  action === 'retry' ? `sweep resume ${name} --failed` : `sweep ${action} ${name}`;

/** Asks a sweep for what a person wants of it. @returns what is to be known of it */
export const act = async (sweep: Sweep, action: Action): Promise<string> => {
  await using session = await openSession({ create: false, migrate: false });
  const before = await readState(session.store, sweep);
  const { name } = sweep;
  if (before.state === 'done' && action !== 'retry') return `${name} is done; there is nothing to ${action}.`;
  if (action === 'pause' || action === 'stop') {
    await ask(session, sweep, action);
    return before.state === 'running'
      ? `${name}: ${action} asked for; running folds save a checkpoint.`
      : 'Recorded; nothing works on it.';
  }
  refuseOtherNumerics(sweep);
  if (action === 'retry') await ask(session, sweep, 'retry');
  await ask(session, sweep, 'resume');
  const served = before.workers.some(({ slots }) => slots.length > 0);
  return served
    ? `${name} goes on.`
    : `Recorded; no worker serves it now. To train on this machine: ${commandFor(name, 'resume')}`;
};
