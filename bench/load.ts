/**
 * Many folds through the real servers with trainers that only sleep: whether the pace, the memory and the histories stay
 * as they are from the first tenth to the last. `npm run bench:load -- --folds 100000 --slots 2 --ms 1 [--home folder]`;
 * with `--home` it goes on where it was interrupted, and prints the tenths that are left.
 */
import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createPlan } from '../activities/plan.ts';
import { readState } from '../activities/state.ts';
import { readCounts } from '../cli/counts.ts';
import { openSession } from '../cli/session.ts';
import type { Session } from '../cli/session.ts';
import { withTemporal } from '../cli/temporal-client.ts';
import type { Sweep } from '../store/documents.ts';
import { readRanking } from '../store/rankings.ts';
import { findSweeps, readSweep } from '../store/sweeps.ts';
import { openScene, serversOf, startSleepingWorker, startSweep } from './load/scene.ts';
import { childrenOf, cpuMs, folderMb, residentMb } from './load/use-of-process.ts';

const { values } = parseArgs({
  options: {
    folds: { type: 'string', default: '100000' },
    slots: { type: 'string', default: '2' },
    ms: { type: 'string', default: '1' },
    home: { type: 'string' },
  },
});
const trials = Math.round(Number(values.folds) / 5);
const total = 5 * trials;
const slots = Number(values.slots);

const { folder, home } = openScene(values.home);
const log = join(folder, 'load.jsonl');

const openSweep = async (session: Session): Promise<Sweep> => {
  const [known] = await findSweeps(session.store, 'load');
  const sweep = known === undefined ? null : await readSweep(session.store, known.uid);
  return sweep ?? startSweep(session, 'load', { trials });
};

/** The longest history there is, of runs that are over and of those that go on. */
const longestHistory = (session: Session): Promise<{ readonly events: number; readonly mb: number }> =>
  withTemporal(session, async (client) => {
    let [events, mb] = [0, 0];
    for await (const { workflowId, runId } of client.workflow.list()) {
      const { historyLength, historySize } = await client.workflow.getHandle(workflowId, runId).describe();
      events = Math.max(events, historyLength);
      mb = Math.max(mb, (historySize ?? 0) / 2 ** 20);
    }
    return { events, mb };
  });

const temporalMb = (): number =>
  readdirSync(join(home, 'temporal')).reduce((sum, name) => sum + statSync(join(home, 'temporal', name)).size, 0) /
  2 ** 20;
const databaseFolder = (): string =>
  join(home, readdirSync(home).find((name) => /^(ferretdb|mongod)$/.test(name)) ?? '');

type Tenth = { readonly tenth: number; readonly folds: number; readonly seconds: number; readonly cpuMs: number };

{
  await using session = await openSession({ create: true });
  const sweep = await openSweep(session);
  const before = (await readCounts(session.store, createPlan(sweep))).done;
  if (before > 0) console.log(`goes on at ${before} folds`);
  const worker = await startSleepingWorker(slots, Number(values.ms));
  const processes = new Map([['worker', worker.pid], ...serversOf(home)]);
  const trainers = childrenOf(worker.pid, 'sleeping-trainer');
  const usedMs = (): number => [...processes.values(), ...trainers].reduce((sum, pid) => sum + cpuMs(pid), 0);
  const memory = (): string =>
    [
      ...[...processes].map(([role, pid]) => `${role} ${residentMb(pid).toFixed(0)}`),
      `worker's heap ${worker.heapMb().toFixed(0)}, trainers ${trainers.map((pid) => residentMb(pid).toFixed(0)).join(' ')}`,
    ].join(', ');
  const tenths: Tenth[] = [];
  let last = { folds: worker.folds(), at: performance.now(), cpu: usedMs() };
  let lastFold = performance.now();
  let seen = worker.folds();
  const done = (): number => before + worker.folds();
  console.log(`${total} folds, ${slots} slots, ${values.ms} ms each; MiB at the start: ${memory()}`);
  while (done() < total && (await readState(session.store, sweep)).state !== 'done') {
    await sleep(done() > 0.99 * total ? 20 : 200);
    if (worker.folds() !== seen) [seen, lastFold] = [worker.folds(), performance.now()];
    const tenth = Math.floor((10 * done()) / total);
    if (tenth === Math.floor((10 * (before + last.folds)) / total) || worker.folds() === last.folds) continue;
    const now = { folds: worker.folds(), at: performance.now(), cpu: usedMs() };
    const folds = now.folds - last.folds;
    tenths.push({ tenth, folds, seconds: (now.at - last.at) / 1000, cpuMs: (now.cpu - last.cpu) / folds });
    last = now;
    const { seconds, cpuMs: cpu } = tenths.at(-1) as Tenth;
    const history = await longestHistory(session);
    const line = `tenth ${tenth}: ${(folds / seconds).toFixed(1)} folds/s, ${cpu.toFixed(1)} ms CPU a fold; MiB: ${memory()}; longest history ${history.events} events, ${history.mb.toFixed(2)} MiB; Temporal's database ${temporalMb().toFixed(1)} MiB, ${((1024 * temporalMb()) / done()).toFixed(2)} KiB a fold; results ${((1024 * folderMb(databaseFolder())) / done()).toFixed(2)} KiB a fold`;
    console.log(line);
    appendFileSync(
      log,
      `${JSON.stringify({ ...tenths.at(-1), memory: memory(), history, temporalMb: temporalMb() })}\n`,
    );
  }
  while ((await readState(session.store, sweep)).state !== 'done') await sleep(10);
  const doneAt = performance.now();
  while ((await readRanking(session.store, sweep.uid, 0, 0)) === null) await sleep(20);
  const rankedAt = performance.now();
  const seconds = (of: number): string => ((of - lastFold) / 1000).toFixed(2);
  console.log(
    `done ${seconds(doneAt)} s after the last fold (told within 0.2 s), the ranking in MongoDB after ${seconds(rankedAt)} s`,
  );
  const pace = ({ folds, seconds: took }: Tenth): number => folds / took;
  const [first, final] = [tenths[0], tenths.at(-1)];
  if (first !== undefined && final !== undefined)
    console.log(
      `folds/s of the last tenth / first: ${(pace(final) / pace(first)).toFixed(2)}; CPU a fold of the first / last: ${(first.cpuMs / final.cpuMs).toFixed(2)}`,
    );
  await worker.end();
}
if (values.home === undefined) rmSync(folder, { recursive: true, force: true });
process.exit();
