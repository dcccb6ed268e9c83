/**
 * Whether many who watch slow the training down: folds a second with `--readers` processes of `sweep status --watch`, and
 * with the same processes stopped (SIGSTOP), in turn. `npm run bench:readers -- [--readers 200] [--rounds 4] [--seconds 30] [--slots 2] [--ms 1]`
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { openSession } from '../cli/session.ts';
import { machineText, median, numbersTable, verdictTable } from './load/report.ts';
import { openScene, serversOf, startSleepingWorker, startSweep } from './load/scene.ts';
import { cpuMs, residentMb } from './load/use-of-process.ts';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '30' },
    slots: { type: 'string', default: '2' },
    ms: { type: 'string', default: '1' },
  },
});
/** Of some seconds in which the readers went on, or stood still. */
type Measured = {
  readonly pace: number; // folds a second
  readonly databaseMs: number; // CPU a second
  readonly readersMs: number; // CPU a second of all of them together
  readonly lines: number; // printed a second
};

const readers = Number(values.readers);
const settleMs = 10_000; // stopped ones all look at once when they go on

console.log(`${readers} readers, ${values.slots} slots, trainers that sleep ${values.ms} ms`);
console.log(machineText(loadavg()[0] ?? 0));
const { folder, home } = openScene();
{
  await using session = await openSession({ create: true });
  await startSweep(session, 'watched', { trials: 100_000 });
  const worker = await startSleepingWorker(Number(values.slots), Number(values.ms));
  while (worker.folds() < 50) await sleep(100);
  const watching: ChildProcess[] = [];
  let printed = 0;
  for (let at = 0; at < readers; at++) {
    const args = [resolve('dist/cli/main.js'), 'status', 'watched', '--watch'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout?.on('data', () => printed++);
    watching.push(child);
    await sleep(150); // one after the other: their start is not what is measured
  }
  await sleep(60_000); // until they have told how many they are
  const alive = watching.filter(({ exitCode }) => exitCode === null);
  const database = serversOf(home).get('database') ?? 0;
  const used = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
  const measure = async (signal: 'SIGSTOP' | 'SIGCONT'): Promise<Measured> => {
    for (const child of alive) child.kill(signal);
    await sleep(settleMs);
    const readerPids = alive.map(({ pid }) => pid as number);
    const from = {
      at: performance.now(),
      folds: worker.folds(),
      database: cpuMs(database),
      read: used(readerPids),
      printed,
    };
    await sleep(1000 * Number(values.seconds));
    const seconds = (performance.now() - from.at) / 1000;
    const folds = worker.folds() - from.folds;
    return {
      pace: folds / seconds,
      databaseMs: (cpuMs(database) - from.database) / seconds,
      readersMs: (used(readerPids) - from.read) / seconds,
      lines: (printed - from.printed) / seconds,
    };
  };
  console.log(
    `${alive.length} readers, ${alive.reduce((sum, { pid }) => sum + residentMb(pid as number), 0).toFixed(0)} MiB resident together`,
  );
  const rounds: (readonly [without: Measured, withAll: Measured])[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const order = round % 2 === 0 ? (['SIGSTOP', 'SIGCONT'] as const) : (['SIGCONT', 'SIGSTOP'] as const);
    const [first, second] = [await measure(order[0]), await measure(order[1])];
    rounds.push(round % 2 === 0 ? [first, second] : [second, first]);
    console.log(`round ${round + 1} of ${values.rounds}`);
  }
  const slower = ([without, withAll]: (typeof rounds)[number]): number => 100 * (withAll.pace / without.pace - 1);
  const heads = [
    'round',
    'folds/s without',
    'with',
    'change, %',
    "database's CPU ms/s without",
    'with',
    "readers' CPU ms/s",
    'lines/s',
  ];
  const rows = rounds.map(([without, withAll], round) => {
    const cpu = [without.databaseMs, withAll.databaseMs, withAll.readersMs].map((ms) => ms.toFixed(0));
    const paces = [without.pace.toFixed(1), withAll.pace.toFixed(1), slower([without, withAll]).toFixed(1)];
    return [String(round + 1), ...paces, ...cpu, withAll.lines.toFixed(1)];
  });
  console.log(`\n${numbersTable(heads, rows)}\n`);
  const change = median(rounds.map(slower));
  const target = `${readers} who watch slow the training by at most 5 %`;
  console.log(verdictTable([{ target, found: `${change.toFixed(1)} % (median)`, isMet: change >= -5 }]));
  for (const child of watching) {
    child.kill('SIGCONT');
    child.kill('SIGKILL');
  }
  await worker.end();
}
rmSync(folder, { recursive: true, force: true });
process.exit();
