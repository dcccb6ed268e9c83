/*
 * How long `plan` and the way to the first training step take for a grid of a million trials.
 *
 * npm run bench:plan
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { openHome } from '../services/home.ts';
import { stopServices } from '../services/manage-services.ts';
import { openServices } from '../services/open-services.ts';
import { closeStore, openStore } from '../store/open-store.ts';
import { readWorkers } from '../store/workers.ts';

const main = resolve('dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const grid = join(folder, 'million.yaml');
const steps = '{ from: 1, to: 100, steps: 100 }';

const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env }, stdio: 'ignore' });

const secondsOf = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> => {
  const began = performance.now();
  const [code] = (await once(run(args, env), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`sweep ${args.join(' ')} ended with ${code}`);
  return (performance.now() - began) / 1000;
};

/** Polls the workers' documents until a slot trains; a worker writes its own every second. */
const untilTraining = async (home: string, env: NodeJS.ProcessEnv): Promise<number> => {
  const services = await openServices({ home, env });
  const store = await openStore(services.mongodbUri);
  try {
    for (;;) {
      const { live } = await readWorkers(store);
      const trains = live.some(({ slots }) => slots.some(({ state }) => state === 'embedding' || state === 'run'));
      if (trains) return performance.now();
      await sleep(20);
    }
  } finally {
    await closeStore(store);
    await services.close();
  }
};

const timeStart = async (name: string, home: string, env: NodeJS.ProcessEnv): Promise<number> => {
  const began = performance.now();
  const started = run(['start', grid, '--name', name], env);
  const ended = once(started, 'exit');
  while (!existsSync(join(home, 'services.json'))) await sleep(20);
  const trained = await untilTraining(home, env);
  started.kill('SIGTERM');
  await ended;
  return (trained - began) / 1000;
};

const home = openHome({ create: true, env: { SWEEP_HOME: join(folder, 'home') } }) as string;
const env = { ...process.env, SWEEP_HOME: home, TEMPORAL_ADDRESS: '', MONGODB_URI: '', SWEEP_LINGER_SECONDS: '600' };
const noHome = { ...env, SWEEP_HOME: join(folder, 'none') };
try {
  writeFileSync(
    grid,
    [
      'name: million',
      `data: { file: ${resolve('data/campus.csv')}, label: topic }`,
      `embedding: { iterations: ${steps} }`,
      `model: { units: ${steps} }`,
      `train: { batch: ${steps} }`,
      '',
    ].join('\n'),
  );
  const emptyCache = join(folder, 'cache');
  const show = (what: string, seconds: number, limit: number): void =>
    console.log(`${what.padEnd(58)} ${seconds.toFixed(2).padStart(6)} s (at most ${limit} s)`);
  console.log('a grid of 1,000,000 trials × 5 folds');
  show(
    'plan, with two seconds of calibration',
    await secondsOf(['plan', grid], { ...noHome, XDG_CACHE_HOME: emptyCache }),
    10,
  );
  show('plan, calibration cached', await secondsOf(['plan', grid], { ...noHome, XDG_CACHE_HOME: emptyCache }), 3);
  show('start to first training step, servers must start', await timeStart('first', home, env), 6);
  show('start to first training step, servers running', await timeStart('second', home, env), 2);
  show('plan beside two sweeps, servers running', await secondsOf(['plan', grid], env), 3);
} finally {
  await stopServices(home, { force: true });
  rmSync(folder, { recursive: true, force: true });
}
