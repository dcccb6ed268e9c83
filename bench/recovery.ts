/**
 * How long until a sweep trains again: a worker is lost, a server was away, the supervisor died, the machine was started
 * anew. Real servers and processes; the slots sleep for each fold, so that what is timed is the orchestration.
 * `npm run bench:recovery -- [rounds]`
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import Table from 'cli-table3';

import { heartbeatTimeoutMs } from '../core/timeouts.ts';
import { kill, processesOf } from '../test/chaos/processes.ts';
import type { Role } from '../test/chaos/processes.ts';

const [rounds = '5'] = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const secondsOfFold = 0.5;

type Line = { readonly what: string; readonly key: string; readonly at: number };

/** A home with a sweep of 3,000 folds, and the processes that work on it. */
const createWorld = (name: string) => {
  const folder = join(root, name);
  mkdirSync(folder);
  const home = join(folder, 'home');
  const grid = join(folder, 'grid.yaml');
  const lines = [
    'name: crash',
    `data: { file: ${resolve('data/campus.csv')}, label: sentiment, rows: 200 }`,
    'embedding: { kind: random, size: 4 }',
    'model: { units: { from: 1, to: 600, steps: 600 } }',
    'train: { epochs: 1 }',
  ];
  writeFileSync(grid, `${lines.join('\n')}\n`);
  const children: ChildProcess[] = [];
  const logOf = (worker: string): string => join(folder, `${worker}.log`);
  /** Starts a process that serves the sweep, and writes what its slots do into a log of its own. */
  const work = (worker: string): ChildProcess => {
    const args = ['--import', 'tsx', 'bench/crash/work.ts', grid, String(secondsOfFold), logOf(worker)];
    const env = { ...process.env, SWEEP_HOME: home, SWEEP_LINGER_SECONDS: '1', CI: 'true', XDG_RUNTIME_DIR: folder };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    children.push(child);
    return child;
  };
  const linesOf = (worker: string): readonly Line[] =>
    existsSync(logOf(worker))
      ? readFileSync(logOf(worker), 'utf8')
          .trim()
          .split('\n')
          .map((line) => {
            const [what = '', key = '', at = '0'] = line.split(' ');
            return { what, key, at: Number(at) };
          })
      : [];
  /** When the first fold that `wanted` holds for began. */
  const begun = async (worker: string, wanted: (line: Line) => boolean): Promise<number> => {
    for (;;) {
      const found = linesOf(worker).find((line) => line.what === 'begin' && wanted(line));
      if (found !== undefined) return found.at;
      await sleep(20);
    }
  };
  const pids = (role: Role): readonly number[] =>
    processesOf(home).flatMap((found) => (found.role === role ? [found.pid] : []));
  const end = async (): Promise<void> => {
    for (const { pid } of processesOf(home)) kill(pid, 'SIGKILL');
    for (const child of children) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
  };
  return { folder, work, linesOf, begun, pids, end };
};
type World = ReturnType<typeof createWorld>;

const running = async (world: World, worker: string): Promise<ChildProcess> => {
  const child = world.work(worker);
  await world.begun(worker, () => true);
  await sleep(2_000);
  return child;
};

const gone = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

/** Milliseconds from the kill of one of two workers until its folds run on the other. */
const lostWorker = async (world: World): Promise<number> => {
  const lost = await running(world, 'lost');
  await running(world, 'other');
  await gone(lost);
  const at = Date.now();
  const lines = world.linesOf('lost');
  const ended = new Set(lines.flatMap(({ what, key }) => (what === 'end' ? [key] : [])));
  const open = lines.filter(({ what, key }) => what === 'begin' && !ended.has(key)).map(({ key }) => key);
  const again = await Promise.all(open.map((key) => world.begun('other', (line) => line.key === key)));
  return Math.max(...again) - at;
};

/** Milliseconds from the moment that a server which stood still for three heartbeat time-outs goes on. */
const serverBack =
  (role: Role) =>
  async (world: World): Promise<number> => {
    await running(world, 'only');
    for (const pid of world.pids(role)) kill(pid, 'SIGSTOP');
    await sleep(3 * heartbeatTimeoutMs);
    for (const pid of world.pids(role)) kill(pid, 'SIGCONT');
    const at = Date.now();
    return (await world.begun('only', (line) => line.at > at)) - at;
  };

/** Milliseconds from the kill of a server, which the supervisor starts again. */
const serverKilled =
  (role: Role) =>
  async (world: World): Promise<number> => {
    await running(world, 'only');
    for (const pid of world.pids(role)) kill(pid, 'SIGKILL');
    const at = Date.now();
    const lastBefore = at + secondsOfFold * 1000; // a fold that began then may have been handed out before
    return (await world.begun('only', (line) => line.at > lastBefore)) - at;
  };

/** Milliseconds from the next start after supervisor and worker were killed; the servers were left without them. */
const supervisorDied = async (world: World): Promise<number> => {
  const first = await running(world, 'first');
  for (const pid of world.pids('supervisor')) kill(pid, 'SIGKILL');
  await gone(first);
  await sleep(2_000);
  const at = Date.now();
  world.work('second');
  return (await world.begun('second', () => true)) - at;
};

/** Milliseconds from the next start after everything was killed and what a restart of the machine clears was removed. */
const machineRestarted = async (world: World): Promise<number> => {
  await running(world, 'first');
  await world.end();
  rmSync(join(world.folder, 'sweep'), { recursive: true, force: true }); // sockets in XDG_RUNTIME_DIR
  const at = Date.now();
  world.work('second');
  return (await world.begun('second', () => true)) - at;
};

const cases: readonly (readonly [string, string, (world: World) => Promise<number>])[] = [
  ['a worker is killed: its folds begin elsewhere', `${heartbeatTimeoutMs / 1000 + 5}`, lostWorker],
  ['Temporal stood still for 30 s: the next fold', '3', serverBack('temporal')],
  ['the database stood still for 30 s: the next fold', '3', serverBack('database')],
  ['Temporal is killed: the next fold', '', serverKilled('temporal')],
  ['the database is killed: the next fold', '', serverKilled('database')],
  ['supervisor and worker are killed: from the next start to a fold', '6', supervisorDied],
  ['everything is killed, as by a reboot: from the next start to a fold', '6', machineRestarted],
];
const table = new Table({ head: ['', 'at most, s', 'median, s', 'worst, s'], style: { head: [], border: [] } });
for (const [what, limit, measure] of cases) {
  const times: number[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    const world = createWorld(`${cases.findIndex((each) => each[0] === what)}-${round}`);
    try {
      times.push((await measure(world)) / 1000);
    } finally {
      await world.end();
    }
  }
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const worst = sorted.at(-1) ?? NaN;
  console.error(`${what}: ${times.map((time) => time.toFixed(1)).join(' ')}`);
  table.push([what, limit, median.toFixed(1), worst.toFixed(1)]);
}
console.log(table.toString());
rmSync(root, { recursive: true, force: true });
