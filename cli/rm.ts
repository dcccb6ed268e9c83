import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline/promises';

import { readState } from '../activities/state.ts';
import { SweepError } from '../core/errors.ts';
import type { Sweep } from '../store/documents.ts';
import { insertRequest } from '../store/requests.ts';
import { findSweeps, forgetSweep } from '../store/sweeps.ts';
import { readWorkers } from '../store/workers.ts';
import { plural } from './amounts.ts';
import { readCounts } from './counts.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { endWorkflows } from './gc/workflows.ts';
import { say } from './say.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { withTemporal } from './temporal-client.ts';
import { createPlan } from '../activities/plan.ts';

export type RmOptions = { readonly name: string; readonly yes: boolean; readonly json: boolean };

/** The sweep of exactly that name: what deletes takes no beginning of one. */
const findExactly = async (session: Session, name: string): Promise<Sweep> => {
  const found = await findSweeps(session.store, name);
  if (found.length === 0 || found.some((each) => each.name === name)) return await findSweep(session, name);
  const names = found.map((each) => each.name).join(', ');
  throw new SweepError({
    code: 'NOT_FOUND',
    message: `There is no sweep of the name "${name}" in ${session.where}; so begin: ${names}.`,
    fix: 'write the whole name: what forgets takes no beginning of one',
  });
};

/** Slots that train something of it at this moment. */
const busySlots = async ({ store }: Session, { uid }: Sweep): Promise<number> => {
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
const refuseRunning = async (session: Session, sweep: Sweep): Promise<void> => {
  const { name } = sweep;
  const { state } = await readState(session.store, sweep);
  if (state === 'running')
    throw new SweepError({ code: 'USAGE', message: `${name} is running.`, fix: `stop it first: sweep stop ${name}` });
  for (const from = performance.now(); ; await sleep(askEveryMs)) {
    const busy = await busySlots(session, sweep);
    if (busy === 0) return;
    if (performance.now() - from < handBackMs) continue;
    const fix = 'wait for it, or end it, then ask again; sweep status shows what each slot does';
    throw new SweepError({ code: 'USAGE', message: `${plural(busy, 'slot')} still work on ${name}.`, fix });
  }
};

/** @throws {SweepError} USAGE where nobody can be asked */
const isConfirmed = async (session: Session, sweep: Sweep): Promise<boolean> => {
  const { name } = sweep;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new SweepError({
      code: 'USAGE',
      message: `Nobody can be asked whether ${name} is to be forgotten.`,
      fix: `say so: sweep rm ${name} --yes`,
    });
  const { done, total } = await readCounts(session.store, createPlan(sweep));
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`Forget ${name} (${done} of ${total} folds)? [y/N] `);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
};

/** Forgets a sweep: stops it for good, ends its workflows, takes its name and document away. @returns the exit code */
export const rm = async ({ name, yes, json }: RmOptions): Promise<number> => {
  await using session = await openSession({ create: false });
  const { store } = session;
  const sweep = await findExactly(session, name);
  await refuseRunning(session, sweep);
  if (!yes && !(await isConfirmed(session, sweep))) {
    say(`${name} is kept.`);
    return finished.done;
  }
  const end = () => withTemporal(session, (client) => endWorkflows(client, store, sweep.uid));
  await insertRequest(store, sweep.uid, 'stop', Date.now()); // a worker that comes now does not wake it
  await end();
  await forgetSweep(store, sweep);
  await end(); // whom somebody woke in between finds no sweep, and would ask for ever
  if (json) console.log(JSON.stringify({ v: 1, sweep: name, forgotten: true }));
  else console.log(`${name} is forgotten. Its folds stay, and a sweep that needs them takes them up, until: sweep gc`);
  return finished.done;
};
