/**
 * What kills cost: a grid of 30 configurations with 5 folds of two seconds, two at once, whose processes are all killed
 * with SIGKILL at five seeded moments and started again at once; Sweep (its servers are killed too) beside Optuna.
 * `npm run bench:crash -- [--kills 5] [--seed 7] [--seconds 2] [--only sweep,journal,sqlite,sqlite-folds]`
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import Table from 'cli-table3';

import { createStream } from '../core/random.ts';
import { processesOf } from '../test/chaos/processes.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '5' },
    seed: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string', default: 'sweep,journal,sqlite,sqlite-folds' },
  },
});
const [kills, seed, seconds] = [Number(values.kills), Number(values.seed), Number(values.seconds)];
const [configs, folds, slots] = [30, 5, 2];
const shortestMs = (configs * folds * seconds * 1000) / slots;

const root = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const python = process.env['SWEEP_BENCH_PYTHON'] ?? spawnSync('bench/peers/install.sh').stdout.toString().trim();

/** One of those that are compared: the processes of a life, and what it shows as running when all is over. */
type Contestant = {
  readonly what: string;
  readonly prepare: (folder: string) => void;
  readonly start: (folder: string) => readonly ChildProcess[];
  readonly pids: (folder: string, life: readonly ChildProcess[]) => readonly number[];
  readonly leftRunning: (folder: string) => number;
};

const pidsOf = (life: readonly ChildProcess[]): readonly number[] =>
  life.flatMap(({ pid, exitCode }) => (pid === undefined || exitCode !== null ? [] : [pid]));

const env = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  SWEEP_HOME: join(folder, 'home'),
  SWEEP_LINGER_SECONDS: '1',
  CI: 'true',
});

const gridFile = (folder: string): string => {
  const file = join(folder, 'grid.yaml');
  const lines = [
    'name: crash',
    `data: { file: ${resolve('data/campus.csv')}, label: sentiment, rows: 200 }`,
    'embedding: { kind: random, size: 4 }',
    `model: { units: { from: 1, to: ${configs}, steps: ${configs} } }`,
    'train: { epochs: 1 }',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
};

const sweep: Contestant = {
  what: 'Sweep, servers killed too',
  prepare: () => undefined,
  start: (folder) => [
    spawn(
      process.execPath,
      ['--import', 'tsx', 'bench/crash/work.ts', gridFile(folder), String(seconds), join(folder, 'log')],
      { env: env(folder), stdio: ['ignore', 'ignore', 'inherit'] },
    ),
  ],
  pids: (folder, life) => [...pidsOf(life), ...processesOf(join(folder, 'home')).map(({ pid }) => pid)],
  leftRunning: (folder) => {
    const status = ['dist/cli/main.js', 'status', 'crash', '--json'];
    const { stdout } = spawnSync(process.execPath, status, { env: env(folder), encoding: 'utf8' });
    return (JSON.parse(stdout) as { readonly folds: { readonly running: number } }).folds.running;
  },
};

const optuna = (what: string, storage: string, unit: string): Contestant => {
  const script = (folder: string): readonly string[] => [
    'bench/peers/crash.py',
    storage,
    unit,
    folder,
    String(seconds),
  ];
  return {
    what,
    prepare: (folder) => void spawnSync(python, [...script(folder), 'create'], { stdio: 'inherit' }),
    start: (folder) =>
      Array.from({ length: slots }, () => spawn(python, script(folder), { stdio: ['ignore', 'ignore', 'inherit'] })),
    pids: (_folder, life) => pidsOf(life),
    leftRunning: (folder) => {
      const { stdout } = spawnSync(python, [...script(folder), 'count'], { encoding: 'utf8' });
      return Number(stdout.trim().split(' ')[1]);
    },
  };
};

const contestants: Readonly<Record<string, Contestant>> = {
  sweep,
  journal: optuna('Optuna, journal file', 'journal', 'config'),
  sqlite: optuna('Optuna, SQLite, heartbeat and retry', 'sqlite', 'config'),
  'sqlite-folds': optuna('the same, a trial is one fold', 'sqlite', 'fold'),
};

type Line = { readonly what: string; readonly key: string; readonly at: number };

const readLog = (folder: string): readonly Line[] => {
  const file = join(folder, 'log');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [what = '', key = '', at = ''] = line.split(' ');
    return { what, key, at: Number(at) };
  });
};

/** Moments of the kills, in milliseconds of running time, spread over what the grid takes at least. */
const momentsOfKills = (): readonly number[] => {
  const stream = createStream(seed, 'crash');
  return Array.from({ length: kills }, (_, n) => ((n + 0.2 + 0.6 * stream.uniform()) / kills) * shortestMs);
};

const ended = async (life: readonly ChildProcess[]): Promise<void> => {
  for (const child of life) if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

/** Runs one to its end through all kills. */
const run = async (name: string, contestant: Contestant): Promise<readonly (string | number)[]> => {
  const folder = join(root, name);
  mkdirSync(folder);
  contestant.prepare(folder);
  const from = Date.now();
  const killedAt: number[] = [];
  let life = contestant.start(folder);
  let before = 0;
  for (const moment of momentsOfKills()) {
    while (readLog(folder).length === 0) await sleep(100); // time counts from the first fold
    await sleep(moment - before);
    before = moment;
    for (const pid of contestant.pids(folder, life)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // gone by itself
      }
    }
    await ended(life);
    killedAt.push(Date.now());
    life = contestant.start(folder);
  }
  await ended(life);
  const wall = (Date.now() - from) / 1000;
  const lines = readLog(folder);
  const count = (what: string) => lines.filter((line) => line.what === what);
  const distinct = new Set(count('end').map(({ key }) => key)).size;
  const recoveries = killedAt.map((at) => ((count('begin').find((line) => line.at > at)?.at ?? Infinity) - at) / 1000);
  return [
    contestant.what,
    distinct,
    count('end').length - distinct,
    count('begin').length - distinct,
    contestant.leftRunning(folder),
    (recoveries.toSorted((a, b) => a - b)[Math.floor(kills / 2)] ?? 0).toFixed(1),
    wall.toFixed(0),
  ];
};

const head = ['', 'folds', 'trained again', 'begun again', 'left running', 'kill to next fold, s', 'wall, s'];
const table = new Table({ head, style: { head: [], border: [] } });
for (const name of values.only.split(',')) {
  const contestant = contestants[name];
  if (contestant === undefined) throw new Error(`--only: ${Object.keys(contestants).join(', ')}`);
  const row = await run(name, contestant);
  console.error(row.join(' | '));
  table.push([...row]);
}
console.log(
  `${configs} configurations × ${folds} folds of ${seconds} s, ${slots} at once (${shortestMs / 1000} s at least), all processes killed ${kills} times, seed ${seed}`,
);
console.log(table.toString());
rmSync(root, { recursive: true, force: true });
