import { SweepError } from '../core/errors.ts';
import type { RequestKind, Sweep } from '../store/documents.ts';
import { insertRequest } from '../store/requests.ts';
import { hasSweep } from '../store/sweeps.ts';
import { wakeSweep } from '../worker/wake.ts';
import type { Session } from './session.ts';
import { withTemporal } from './temporal-client.ts';

/** Records what a person asks of a sweep, then wakes its workflow. Recorded even when nothing works on it. */
export const ask = async (session: Session, sweep: Sweep, kind: Exclude<RequestKind, 'amend'>): Promise<void> => {
  await insertRequest(session.store, sweep.uid, kind, Date.now());
  if (!(await hasSweep(session.store, sweep.uid)))
    throw new SweepError({
      code: 'NOT_FOUND',
      message: `${sweep.name} was forgotten meanwhile (sweep rm).`,
      fix: 'sweep list shows the sweeps that are there',
    });
  await withTemporal(session, (client) => wakeSweep(client, session.store, sweep));
};
