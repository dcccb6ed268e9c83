/**
 * What a fold costs beside its training: a real sweep on the real servers whose slots answer at once.
 * `npm run bench:orchestration -- --trials 200 --slots 2`
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createPlan } from '../activities/plan.ts';
import { readState } from '../activities/state.ts';
import type { TrainerHooks, TrainerTask } from '../activities/trainer.ts';
import { ask } from '../cli/ask.ts';
import { parseGrid } from '../cli/grid/parse-grid.ts';
import { prepareSweep, storeSweep, sweepDocument } from '../cli/prepare-sweep.ts';
import { openSession } from '../cli/session.ts';
import { processesOf } from '../test/chaos/processes.ts';
import { installQuietRuntime } from '../worker/quiet-runtime.ts';
import type { SlotPool } from '../worker/slots.ts';
import { startWorker } from '../worker/worker.ts';
import { aResult } from './load/a-result.ts';
import { cpuMs } from './load/use-of-process.ts';

const { values } = parseArgs({
  options: { trials: { type: 'string', default: '200' }, slots: { type: 'string', default: '2' } },
});
const trials = Number(values.trials);
const slots = Number(values.slots);

/** Slots that train nothing. */
const createEmptyPool = (): SlotPool & { readonly folds: () => number } => {
  let folds = 0;
  let busy = 0;
  const waiting: (() => void)[] = [];
  const train = async (task: TrainerTask, hooks: TrainerHooks) => {
    if (task.kind !== 'run') throw new Error('this bench trains no word vectors');
    while (busy >= slots) await new Promise<void>((resolve) => waiting.push(resolve));
    busy++;
    for (const each of task.epochs) {
      await hooks.onFold({ epochs: each, result: aResult(), seconds: 0.001 });
      folds++;
    }
    busy--;
    waiting.shift()?.();
    return { state: 'finished' } as const;
  };
  const idle = { state: 'idle', sweep: null, what: '', done: 0, total: 0, loss: null, accuracy: null } as const;
  return {
    train,
    folds: () => folds,
    capacity: () => 2 * slots, // as a real pool whose tasks are short
    grow: () => undefined,
    alone: () => [],
    states: () => Array.from({ length: slots }, () => idle),
    close: () => undefined,
  };
};

/** Bytes of the files of both servers, write-ahead logs included. */
const diskBytes = (home: string): { readonly database: number; readonly temporal: number } => {
  const bytesIn = (name: string): number =>
    readdirSync(join(home, name)).reduce((sum, file) => sum + statSync(join(home, name, file)).size, 0);
  const kind = readdirSync(home).find((name) => name === 'mongod' || name === 'ferretdb');
  return { database: bytesIn(kind as string), temporal: bytesIn('temporal') };
};

const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
process.env['SWEEP_HOME'] = join(folder, 'home');
process.env['SWEEP_LINGER_SECONDS'] = '1';
const file = join(folder, 'grid.yaml');
writeFileSync(
  file,
  `name: bench
data: { file: ${resolve('data/campus.csv')}, label: sentiment }
embedding: { kind: random, size: 16 }
model: { units: { from: 1, to: ${trials}, steps: ${trials} } }
train: { epochs: 1 }
`,
);
installQuietRuntime((line) => process.stderr.write(line));
{
  await using session = await openSession({ create: true });
  const made = await prepareSweep(parseGrid(readFileSync(file, 'utf8'), file));
  const sweep = sweepDocument('bench', file, made);
  await storeSweep(session.store, sweep, made);
  const pool = createEmptyPool();
  const from = performance.now();
  await ask(session, sweep, 'start');
  const { services, store, cacheFolder } = session;
  const worker = await startWorker({
    store,
    temporal: { address: services.temporalAddress, namespace: services.temporalNamespace },
    engine: 'wasm',
    slots,
    cacheFolder,
    version: 'bench',
    createPool: () => pool,
  });
  const ready = performance.now();
  const diskBefore = diskBytes(join(folder, 'home'));
  const processes = [{ pid: process.pid, role: 'worker' as string }, ...processesOf(join(folder, 'home'))];
  const cpuBefore = processes.map(({ pid }) => cpuMs(pid));
  const total = createPlan(sweep).space.trials * 5;
  let first: { readonly at: number; readonly folds: number } | null = null;
  let last = 0;
  while (pool.folds() < total || (await readState(store, sweep)).state !== 'done') {
    const folds = pool.folds();
    if (first === null && folds > 0) first = { at: performance.now(), folds };
    if (folds < total) last = performance.now();
    await sleep(50);
  }
  const seconds = (last - (first?.at ?? ready)) / 1000;
  const each = ((last - (first?.at ?? ready)) * slots) / (total - (first?.folds ?? 0));
  console.log(
    `worker ready after ${((ready - from) / 1000).toFixed(2)} s, published ${((performance.now() - last) / 1000).toFixed(2)} s after the last fold`,
  );
  console.log(
    `${total} folds in ${seconds.toFixed(1)} s: ${(total / seconds).toFixed(0)} folds/s, ${each.toFixed(1)} ms of slot time a fold (${slots} slots)`,
  );
  const cpu = processes.map(
    ({ pid, role }, at) => `${role} ${((cpuMs(pid) - (cpuBefore[at] as number)) / total).toFixed(1)}`,
  );
  console.log(`CPU milliseconds a fold: ${cpu.join(', ')}`);
  await worker.shutdown();
  const disk = diskBytes(join(folder, 'home'));
  const perFold = (name: keyof typeof disk): string => ((disk[name] - diskBefore[name]) / total / 1024).toFixed(1);
  console.log(
    `disk: ${perFold('database')} KiB of the database's files and ${perFold('temporal')} KiB of Temporal's a fold`,
  );
}
rmSync(folder, { recursive: true, force: true });
process.exit();
