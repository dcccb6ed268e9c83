import { readState } from '../activities/state.ts';
import { numericsVersion } from '../core/engine.ts';
import { SweepError } from '../core/errors.ts';
import type { Sweep } from '../store/documents.ts';
import { ask } from './ask.ts';
import { detach } from './detach.ts';
import { conclude, serve } from './serve.ts';
import type { Next } from './in-session.ts';
import type { Session } from './session.ts';

/** Bits of another numerics version cannot be made by this program: mixing them would compare unlike scores. */
export const refuseOtherNumerics = ({ name, numerics }: Sweep): void => {
  if (numerics === numericsVersion) return;
  throw new SweepError({
    code: 'NUMERICS',
    message: `${name} was started with numerics version ${numerics}; this program has version ${numericsVersion}.`,
    fix: `go on with the program that started it, or run the grid again under another name: sweep start <grid> --name ${name}-2`,
  });
};

/** Makes whatever is missing of a known sweep: asks for it where it was paused or stopped, to then work on it and show it. */
export const takeUp = async (
  session: Session,
  sweep: Sweep,
  options: { readonly detach: boolean; readonly slots: number | undefined; readonly retry: boolean },
): Promise<Next> => {
  const { state } = await readState(session.store, sweep);
  if (state === 'done' && !options.retry) return () => conclude(session, sweep);
  refuseOtherNumerics(sweep);
  if (options.retry) await ask(session, sweep, 'retry');
  await ask(session, sweep, 'resume');
  return async () => (options.detach ? detach(session, sweep, options.slots) : serve(session, sweep));
};
