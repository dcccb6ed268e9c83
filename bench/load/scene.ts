import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ask } from '../../cli/ask.ts';
import { parseGrid } from '../../cli/grid/parse-grid.ts';
import { prepareSweep, storeBlobs, sweepDocument } from '../../cli/prepare-sweep.ts';
import type { Session } from '../../cli/session.ts';
import type { Sweep } from '../../store/documents.ts';
import { insertSweep } from '../../store/sweeps.ts';
import { processesOf } from '../../test/chaos/processes.ts';
import type { Told } from './worker-process.ts';

/** A home for one bench, made the one that this process and its children use. */
export const openScene = (given?: string): { readonly folder: string; readonly home: string } => {
  const folder = given === undefined ? mkdtempSync(join(tmpdir(), 'sweep-bench-')) : resolve(given);
  mkdirSync(folder, { recursive: true });
  const home = join(folder, 'home');
  process.env['SWEEP_HOME'] = home;
  process.env['SWEEP_LINGER_SECONDS'] = '2';
  delete process.env['TEMPORAL_ADDRESS'];
  delete process.env['MONGODB_URI'];
  return { folder, home };
};

type Shape = {
  readonly trials: number;
  readonly seed?: number;
  readonly embeddings?: number;
  readonly epochs?: number;
};

const mostSteps = 10_000; // of an axis

/** Starts a sweep of so many trials of five folds each; `seed` tells its trials from those of other sweeps. */
export const startSweep = async (
  session: Session,
  name: string,
  { trials, seed = 0, embeddings = 1, epochs = 1 }: Shape,
): Promise<Sweep> => {
  const batches = Math.ceil(trials / embeddings / mostSteps);
  const units = Math.round(trials / embeddings / batches);
  const text = `name: ${name}
data: { file: ${resolve('data/campus.csv')}, label: sentiment }
embedding: { kind: random, size: [${Array.from({ length: embeddings }, (_, at) => 16 + at).join(', ')}] }
model: { units: { from: 1, to: ${units}, steps: ${units} } }
train: { epochs: ${epochs}, seed: ${seed}, batch: [${Array.from({ length: batches }, (_, at) => 32 + at).join(', ')}] }
`;
  const file = join(session.home ?? '', `${name}.yaml`);
  writeFileSync(file, text);
  const made = await prepareSweep(parseGrid(text, file));
  await storeBlobs(session.store, made);
  const sweep = sweepDocument(name, file, made);
  await insertSweep(session.store, sweep);
  await ask(session, sweep, 'start');
  return sweep;
};

/** A worker process whose trainers sleep, and what it has said last. */
export const startSleepingWorker = async (slots: number, epochMs: number) => {
  const env = { ...process.env, SWEEP_BENCH_EPOCH_MS: String(epochMs) };
  const file = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
  const child = fork(file, [String(slots)], { env, execArgv: ['--import', 'tsx'] });
  let told: Told = { folds: {}, slotMs: {}, heapMb: 0 };
  child.on('message', (message) => (told = message as Told));
  const died = (code: number | null): never => {
    console.error(`The worker ended with exit code ${code}: nothing was measured.`);
    process.exit(1);
  };
  child.on('exit', died);
  await once(child, 'message');
  const end = async (): Promise<void> => {
    child.off('exit', died);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return {
    pid: child.pid as number,
    /** Folds that it has stored of a sweep, or of all. */
    folds: (sweep?: Sweep): number =>
      sweep === undefined ? Object.values(told.folds).reduce((a, b) => a + b, 0) : (told.folds[sweep.uid] ?? 0),
    slotMs: (seed: number): number => told.slotMs[String(seed)] ?? 0,
    heapMb: (): number => told.heapMb,
    end,
  };
};

/** The pids of the servers of a home, by what they are. */
export const serversOf = (home: string): ReadonlyMap<string, number> =>
  new Map(
    processesOf(home)
      .filter(({ role }) => role === 'temporal' || role === 'database' || role === 'supervisor')
      .map(({ pid, role }) => [role, pid]),
  );
