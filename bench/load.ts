/**
 * Many folds through the real servers with trainers that only sleep: whether the pace, the memory and the histories stay
 * as they are from the first tenth to the last, and how soon the leaderboard is there.
 * `npm run bench:load -- [--folds 100000] [--slots 2] [--ms 1] [--home folder]`; with `--home` it goes on where it was
 * interrupted, and what it found before is part of the tables.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
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
import { endVerdicts, tenthsVerdicts } from './load/load-verdicts.ts';
import { machineText, median, verdictTable } from './load/report.ts';
import { openScene, serversOf, startSleepingWorker, startSweep } from './load/scene.ts';
import { createMeter, keepTenth, readTenths, tenthsTable } from './load/tenths.ts';
import { childrenOf, folderMb } from './load/use-of-process.ts';

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

console.log(`${total} folds of ${trials} trials, ${slots} slots, trainers that sleep ${values.ms} ms`);
console.log(machineText(loadavg()[0] ?? 0));
const { folder, home } = openScene(values.home);
const log = join(folder, 'tenths.jsonl');

const openSweep = async (session: Session): Promise<Sweep> => {
  const [known] = await findSweeps(session.store, 'load');
  const sweep = known === undefined ? null : await readSweep(session.store, known.uid);
  return sweep ?? startSweep(session, 'load', { trials });
};

/** The longest and the largest history there is, of runs that are over and of those that go on. */
const largestHistory = (session: Session): Promise<{ readonly events: number; readonly historyMb: number }> =>
  withTemporal(session, async (client) => {
    let [events, historyMb] = [0, 0];
    for await (const { workflowId, runId } of client.workflow.list()) {
      const { historyLength, historySize } = await client.workflow.getHandle(workflowId, runId).describe();
      events = Math.max(events, historyLength);
      historyMb = Math.max(historyMb, (historySize ?? 0) / 2 ** 20);
    }
    return { events, historyMb };
  });

const databaseFolder = (): string =>
  join(home, readdirSync(home).find((name) => /^(ferretdb|mongod)$/.test(name)) ?? '');

/** Follows the sweep until its last fold, writes each tenth down, and says when the last fold came. */
const followTenths = async (
  session: Session,
  sweep: Sweep,
  worker: Awaited<ReturnType<typeof startSleepingWorker>>,
): Promise<number> => {
  const before = (await readCounts(session.store, createPlan(sweep))).done;
  const known = worker.folds(); // stored before they could be counted
  const done = (): number => Math.min(total, before + worker.folds() - known);
  const processes = new Map([
    ['worker', [worker.pid]],
    ...[...serversOf(home)].map(([role, pid]): [string, number[]] => [role, [pid]]),
    ['trainers', [...childrenOf(worker.pid, 'sleeping-trainer')]],
  ]);
  const meter = createMeter(processes, worker.heapMb);
  let last = done();
  let [seen, lastFold] = [last, performance.now()];
  if (before > 0) console.log(`goes on at ${before} folds`);
  const isDone = async (): Promise<boolean> => (await readState(session.store, sweep)).state === 'done';
  for (let look = 1, ended = await isDone(); !ended; look++) {
    await sleep(50);
    if (done() !== seen) [seen, lastFold] = [done(), performance.now()];
    ended = done() === total || (look % 40 === 0 && (await isDone()));
    const tenth = ended ? 10 : Math.floor((10 * done()) / total);
    if (tenth === Math.floor((10 * last) / total)) continue;
    const used = meter.next(done() - last);
    last = done();
    const sizes = { temporalMb: folderMb(join(home, 'temporal')), resultsMb: folderMb(databaseFolder()) };
    const found = {
      tenth,
      ...used,
      ...sizes,
      ...(tenth < 10 ? await largestHistory(session) : { events: 0, historyMb: 0 }),
    };
    keepTenth(log, found);
    console.log(`tenth ${tenth}: ${(used.folds / used.seconds).toFixed(1)} folds/s`);
  }
  meter.end();
  return lastFold;
};

/** Seconds of the command, from its start to its last byte: the median of three. */
const leaderboardSeconds = (): number =>
  median(
    Array.from({ length: 3 }, () => {
      const from = performance.now();
      const { status } = spawnSync(process.execPath, ['dist/cli/main.js', 'leaderboard', 'load']);
      if (status !== 0) throw new Error(`sweep leaderboard ended with exit code ${status}`);
      return (performance.now() - from) / 1000;
    }),
  );

{
  await using session = await openSession({ create: true });
  const sweep = await openSweep(session);
  const worker = await startSleepingWorker(slots, Number(values.ms));
  const lastFold = await followTenths(session, sweep, worker);
  while ((await readState(session.store, sweep)).state !== 'done') await sleep(10);
  const doneAt = performance.now();
  const pages = session.store.db.collection('rankingPages');
  const allPages = Math.ceil(trials / 500);
  while ((await pages.countDocuments({ sweep: sweep.uid })) < allPages) await sleep(100);
  const rankedAt = performance.now();
  while ((await readRanking(session.store, sweep.uid, 0, 0)) === null) await sleep(100);
  const toldAt = performance.now();
  const leaderboard = leaderboardSeconds();
  const history = await largestHistory(session);
  const tenths = readTenths(log).map((each) => (each.tenth === 10 ? { ...each, ...history } : each));
  console.log(`\n${tenthsTable(tenths, total)}\n`);
  const [done, ranked, told] = [doneAt, rankedAt, toldAt].map((at) => (at - lastFold) / 1000) as [
    number,
    number,
    number,
  ];
  console.log(verdictTable([...tenthsVerdicts(tenths), ...endVerdicts({ done, ranked, told, leaderboard, trials })]));
  await worker.end();
}
if (values.home === undefined) rmSync(folder, { recursive: true, force: true });
process.exit();
