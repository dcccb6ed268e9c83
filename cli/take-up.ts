import { readState } from '../activities/state.ts';
import type { Sweep } from '../store/documents.ts';
import { ask } from './ask.ts';
import { detach } from './detach.ts';
import { finished } from './exit-codes.ts';
import { printLeaderboard } from './print-leaderboard.ts';
import { serve } from './serve.ts';
import type { Session } from './session.ts';

/** Makes whatever is missing of a known sweep: asks for it where it was paused or stopped, works on it, shows it. */
export const takeUp = async (
  session: Session,
  sweep: Sweep,
  options: { readonly detach: boolean; readonly slots: number | undefined; readonly retry: boolean },
): Promise<number> => {
  const { state } = await readState(session.store, sweep);
  if (options.retry) await ask(session, sweep, 'retry');
  if (state === 'done' && !options.retry) {
    await printLeaderboard(session, sweep);
    return finished.done;
  }
  await ask(session, sweep, 'resume');
  if (options.detach) return detach(session, sweep, options.slots);
  return serve(session, sweep);
};
