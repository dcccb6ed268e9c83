import { SweepError } from '../core/errors.ts';
import type { Sweep } from '../store/documents.ts';
import { findSweeps, readSweep } from '../store/sweeps.ts';
import type { Session } from './session.ts';

/**
 * The sweep of that name or unique prefix.
 * @throws {SweepError} NOT_FOUND with the store that was looked at; USAGE where the prefix fits several
 */
export const findSweep = async ({ store, where }: Session, name: string): Promise<Sweep> => {
  const found = await findSweeps(store, name);
  const [only] = found;
  if (found.length > 1) {
    const names = found.map((each) => each.name).join(', ');
    throw new SweepError({ code: 'USAGE', message: `"${name}" may mean ${names}.`, fix: 'write more of the name' });
  }
  const sweep = only === undefined ? null : await readSweep(store, only.uid);
  if (sweep !== null) return sweep;
  throw new SweepError({
    code: 'NOT_FOUND',
    message: `There is no sweep "${name}" in ${where}.`,
    fix: 'sweep list shows the sweeps that are there',
  });
};
