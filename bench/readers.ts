/**
 * Whether many who watch slow the training down: folds a second with `--readers` processes of `sweep status --watch`, and
 * with the same processes stopped (SIGSTOP), in turn. `npm run bench:readers -- --readers 200 --rounds 6 --seconds 15`
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { openSession } from '../cli/session.ts';
import { openScene, serversOf, startSleepingWorker, startSweep } from './load/scene.ts';
import { childrenOf, cpuMs, residentMb } from './load/use-of-process.ts';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '15' },
    slots: { type: 'string', default: '2' },
    ms: { type: 'string', default: '1' },
  },
});
const readers = Number(values.readers);
const settleMs = 5_000; // stopped ones all look at once when they go on

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

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
  await sleep(15_000);
  const alive = watching.filter(({ exitCode }) => exitCode === null);
  const database = serversOf(home).get('database') ?? 0;
  const trainers = childrenOf(worker.pid, 'sleeping-trainer');
  const own = [worker.pid, ...trainers];
  const used = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
  const measure = async (signal: 'SIGSTOP' | 'SIGCONT') => {
    for (const child of alive) child.kill(signal);
    await sleep(settleMs);
    const readerPids = alive.map(({ pid }) => pid as number);
    const from = {
      at: performance.now(),
      folds: worker.folds(),
      database: cpuMs(database),
      own: used(own),
      read: used(readerPids),
      printed,
    };
    await sleep(1000 * Number(values.seconds));
    const seconds = (performance.now() - from.at) / 1000;
    const folds = worker.folds() - from.folds;
    return {
      pace: folds / seconds,
      databaseMs: (cpuMs(database) - from.database) / seconds,
      databaseMsPerFold: (cpuMs(database) - from.database) / folds,
      readersMs: (used(readerPids) - from.read) / seconds,
      lines: (printed - from.printed) / seconds,
    };
  };
  console.log(
    `${alive.length} readers, ${alive.reduce((sum, { pid }) => sum + residentMb(pid as number), 0).toFixed(0)} MiB resident together`,
  );
  const ratios: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const order = round % 2 === 0 ? (['SIGSTOP', 'SIGCONT'] as const) : (['SIGCONT', 'SIGSTOP'] as const);
    const found = { [order[0]]: await measure(order[0]), [order[1]]: await measure(order[1]) };
    const [without, withAll] = [found['SIGSTOP'], found['SIGCONT']];
    if (without === undefined || withAll === undefined) continue;
    ratios.push(withAll.pace / without.pace);
    console.log(
      `folds/s without ${without.pace.toFixed(1)}, with ${withAll.pace.toFixed(1)} (${(100 * (withAll.pace / without.pace - 1)).toFixed(1)} %); CPU ms a second: database ${without.databaseMs.toFixed(0)} and ${withAll.databaseMs.toFixed(0)}, readers ${withAll.readersMs.toFixed(0)}; ${withAll.lines.toFixed(1)} lines/s printed`,
    );
  }
  console.log(`median of ${ratios.length} rounds: ${(100 * (median(ratios) - 1)).toFixed(1)} %`);
  for (const child of watching) {
    child.kill('SIGCONT');
    child.kill('SIGKILL');
  }
  await worker.end();
}
rmSync(folder, { recursive: true, force: true });
process.exit();
