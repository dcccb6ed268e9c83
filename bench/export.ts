/**
 * Memory and time of `sweep export` over stocked stores of growing size, servers running: the largest resident size of the
 * command itself, in a heap of 128 MB that no size of sweep may outgrow. `npm run bench:export -- 1000 10000 100000` (trials of 10 folds each).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createPlan } from '../activities/plan.ts';
import { parseGrid } from '../cli/grid/parse-grid.ts';
import { prepareSweep, storeSweep, sweepDocument } from '../cli/prepare-sweep.ts';
import { openSession } from '../cli/session.ts';
import { createStream } from '../core/random.ts';
import { allTrials } from '../core/space.ts';
import type { Store } from '../store/open-store.ts';
import { asRowDocument } from '../store/row-document.ts';
import { randomRow } from './random-rows.ts';

const sizes = process.argv.slice(2).map(Number);
const folds = 10;
const heap = '--max-old-space-size=128';
const perPage = 100; // rows in a document of the book
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
process.env['SWEEP_HOME'] = join(folder, 'home');
process.env['SWEEP_LINGER_SECONDS'] = '30';

const gridOf = (trials: number): string => `name: big${trials}
data: { file: ${resolve('data/campus.csv')}, label: sentiment, rows: 200 }
split: { folds: ${folds} }
embedding: { kind: random, size: 16 }
model: { units: { from: 1, to: ${trials / 100}, steps: ${trials / 100} }, dropout: { from: 0, to: 0.49, steps: 50 } }
train: { batch: [32, 64], epochs: 1 }
`;

const stream = createStream('bench export');

/** Rows, their log and its book as workers leave them, many to a call. */
const stock = async (store: Store, uid: string, plan: ReturnType<typeof createPlan>): Promise<void> => {
  type Any = { _id: string } & { [key: string]: unknown };
  let n = 0;
  let batch: ReturnType<typeof asRowDocument>[] = [];
  const flush = async (): Promise<void> => {
    await store.db.collection<Any>(`rows_${uid}`).insertMany(batch as unknown as Any[]);
    const log = batch.map(({ _id }, at) => ({ _id: String(n - batch.length + at + 1), v: 1, row: _id }));
    const booked = batch.map((row) => ('means' in row ? { ...row, means: undefined } : row));
    const page = { _id: `rows:${n / perPage - 1}`, v: 1, rows: JSON.stringify(booked), absent: [] };
    await store.db.collection<Any>(`rowlog_${uid}`).insertMany([...log, page]);
    batch = [];
  };
  for (const trial of allTrials(plan.space)) {
    batch.push(asRowDocument(randomRow(trial, stream, folds), 0));
    n++;
    if (batch.length === perPage) await flush();
  }
};

/** Runs an export to its end, counting lines. */
const measure = async (name: string, as: string) => {
  const from = performance.now();
  const child = spawn(process.execPath, [heap, 'dist/cli/main.js', 'export', name, as], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let lines = 0;
  let peak = 0;
  child.stdout.on('data', (bytes: Buffer) => {
    for (const byte of bytes) if (byte === 10) lines++;
  });
  const watch = setInterval(() => {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'));
    peak = Math.max(peak, Number(found?.[1] ?? 0) / 1024);
  }, 100);
  const code = await new Promise((done) => child.on('exit', (status) => done(status)));
  clearInterval(watch);
  if (code !== 0) throw new Error(`exit code ${String(code)}`);
  return { lines, peak, seconds: (performance.now() - from) / 1000 };
};

{
  await using session = await openSession({ create: true });
  for (const trials of sizes) {
    const file = join(folder, `${trials}.yaml`);
    writeFileSync(file, gridOf(trials));
    const made = await prepareSweep(parseGrid(readFileSync(file, 'utf8'), file));
    const sweep = sweepDocument(`big${trials}`, file, made);
    await storeSweep(session.store, sweep, made);
    const from = performance.now();
    await stock(session.store, sweep.uid, createPlan(sweep));
    const stocked = (performance.now() - from) / 1000;
    for (const as of ['--csv', '--jsonl']) {
      const { lines, peak, seconds } = await measure(`big${trials}`, as);
      const told = [`${peak.toFixed(0)} MiB at most`, `${seconds.toFixed(1)} s`, `stocked in ${stocked.toFixed(0)} s`];
      console.log(`export ${as} of ${trials * folds} folds: ${lines} lines, ${told.join(', ')}`);
    }
  }
}
rmSync(folder, { recursive: true, force: true });
