import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { createPlan } from '../activities/plan.ts';
import { readState } from '../activities/state.ts';
import { SweepError } from '../core/errors.ts';
import type { Sweep } from '../store/documents.ts';
import { insertRequest } from '../store/requests.ts';
import { findSweeps, forgetSweep, readSweep } from '../store/sweeps.ts';
import type { SweepName } from '../store/sweeps.ts';
import { readWorkers } from '../store/workers.ts';
import { plural } from '../core/amounts.ts';
import { readCounts } from './counts.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { endWorkflows } from './gc/workflows.ts';
import { say } from './say.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { withTemporal } from './temporal-client.ts';

export type RmOptions = { readonly name: string; readonly yes: boolean; readonly json: boolean };

/** The sweep of exactly that name: what deletes takes no beginning of one. */
const findExactly = async (session: Session, name: string): Promise<SweepName> => {
  const found = await findSweeps(session.store, name);
  const exact = found.find((each) => each.name === name);
  if (exact !== undefined) return exact;
  if (found.length === 0) return await findSweep(session, name); // says what is not there
  const names = found.map((each) => each.name).join(', ');
  throw new SweepError({
    code: 'NOT_FOUND',
    message: `There is no sweep of the name "${name}" in ${session.where}; so begin: ${names}.`,
    fix: 'write the whole name: what forgets takes no beginning of one',
  });
};

/** All of a sweep; null where its document is damaged, which is told, and no reason to keep it. */
const readWhole = async ({ store }: Session, { uid }: SweepName): Promise<Sweep | null> => {
  try {
    return await readSweep(store, uid);
  } catch (error) {
    if (!(error instanceof SweepError && error.code === 'INVALID_DATA')) throw error;
    say(error.message);
    return null;
  }
};

/** Slots that train something of it at this moment. */
const busySlots = async ({ store }: Session, { uid }: SweepName): Promise<number> => {
  const { live } = await readWorkers(store);
  return live.flatMap(({ slots }) => slots).filter((slot) => slot.sweep === uid && slot.state !== 'idle').length;
};

/** A stop hands back within this time. */
const handBackMs = 15_000;
const askEveryMs = 250;

/**
 * Refuses a sweep that runs, or one of which something is fitted; waits while slots hand back what was stopped.
 * @throws {SweepError} USAGE with the command that stops it
 */
const refuseRunning = async (session: Session, named: SweepName, sweep: Sweep | null): Promise<void> => {
  const { name } = named;
  if (sweep !== null && (await readState(session.store, sweep)).state === 'running')
    throw new SweepError({ code: 'USAGE', message: `${name} is running.`, fix: `stop it first: sweep stop ${name}` });
  for (const from = performance.now(); ; await sleep(askEveryMs)) {
    const busy = await busySlots(session, named);
    if (busy === 0) return;
    if (performance.now() - from < handBackMs) continue;
    const fix = 'wait for it, or end it, then ask again; sweep status shows what each slot does';
    throw new SweepError({
      code: 'USAGE',
      message: `${plural(busy, 'slot')} still ${busy === 1 ? 'works' : 'work'} on ${name}.`,
      fix,
    });
  }
};

/** @throws {SweepError} USAGE where nobody can be asked */
const isConfirmed = async (session: Session, { name }: SweepName, sweep: Sweep | null): Promise<boolean> => {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new SweepError({
      code: 'USAGE',
      message: `Nobody can be asked whether ${name} is to be forgotten.`,
      fix: `say so: sweep rm ${name} --yes`,
    });
  const counts = sweep === null ? null : await readCounts(session.store, createPlan(sweep));
  const of = counts === null ? '' : ` (${counts.done} of ${counts.total} folds)`;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`Forget ${name}${of}? [y/N] `).catch(() => ''); // Ctrl-C and Ctrl-D say no
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
};

/** Forgets a sweep: stops it for good, ends its workflows, takes its name and document away. @returns the exit code */
export const rm = async ({ name, yes, json }: RmOptions): Promise<number> => {
  await using session = await openSession({ create: false });
  const { store } = session;
  const named = await findExactly(session, name);
  const sweep = await readWhole(session, named);
  await refuseRunning(session, named, sweep);
  if (!yes && !(await isConfirmed(session, named, sweep))) {
    say(`${name} is kept.`);
    return finished.done;
  }
  const end = () => withTemporal(session, (client) => endWorkflows(client, store, named.uid));
  await insertRequest(store, named.uid, 'stop', Date.now()); // a worker that comes now does not wake it
  await end();
  await forgetSweep(store, named);
  await end(); // whom somebody woke in between finds no sweep, and would ask for ever
  if (json) console.log(JSON.stringify({ v: 1, sweep: name, forgotten: true }));
  else console.log(`${name} is forgotten. Its folds stay, and a sweep that needs them takes them up, until: sweep gc`);
  return finished.done;
};
