/**
 * What the store costs on each database server that Sweep can hold itself: `npm run bench:databases -- 4000`, with mongod on
 * PATH or in SWEEP_MONGOD_BIN (`npm run test:mongod` fetches one) for the second column.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { createStream } from '../core/random.ts';
import type { FoldResult } from '../core/results.ts';
import { openHome } from '../services/home.ts';
import { servicesStatus, stopServices } from '../services/manage-services.ts';
import { openServices } from '../services/open-services.ts';
import { mapConcurrently } from '../store/concurrently.ts';
import { insertFold, readFoldHead } from '../store/folds.ts';
import { closeStore, openStore } from '../store/open-store.ts';
import type { Store } from '../store/open-store.ts';
import { insertRow, readRows } from '../store/rows.ts';
import { aFinder, aFold, aFoldKey, aRow, aUid } from '../test/store/contract/samples.ts';

const [count = '4000'] = process.argv.slice(2);
const numbers = Array.from({ length: Number(count) }, (_, at) => at);
const atOnce = 16;
const clockTicks = 100; // a second, on every Linux that Node.js runs on

const cpuMs = (pid: number): number => {
  const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(after[11]) + Number(after[12])) * 1000) / clockTicks;
};
const residentMiB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
const diskKiB = (folder: string): number =>
  Number(execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0]);

type Figures = { readonly [what: string]: string };

const measure = async (store: Store, pid: number, folder: string): Promise<Figures> => {
  const figures: Record<string, string> = {};
  const timed = async (what: string, each: (at: number) => Promise<unknown>): Promise<void> => {
    const [from, cpuFrom] = [performance.now(), cpuMs(pid)];
    await mapConcurrently(numbers, atOnce, each);
    const [ms, cpu] = [performance.now() - from, cpuMs(pid) - cpuFrom];
    figures[`${what} a second, ${atOnce} at once`] = ((numbers.length * 1000) / ms).toFixed(0);
    figures[`server's CPU per ${what}, ms`] = (cpu / numbers.length).toFixed(2);
  };
  const uid = aUid('bench');
  const stream = createStream('bench databases');
  /** No two probabilities are equal, as in a real fold: nothing to compress. */
  const someFold = (): FoldResult => {
    const { predictions, ...rest } = aFold({ rows: 300 });
    return {
      ...rest,
      predictions: { ...predictions, probabilities: predictions.probabilities.map(() => stream.uniform()) },
    };
  };
  const before = diskKiB(folder);
  await timed('fold stored', async (at) => await insertFold(store, aFoldKey(at), someFold(), aFinder));
  await timed('fold looked up', async (at) => await readFoldHead(store, aFoldKey(at)));
  await timed('fold not there', async (at) => await readFoldHead(store, aFoldKey(-1 - at)));
  await store.client
    .db('admin')
    .command({ fsync: 1 })
    .catch(() => undefined); // FerretDB writes through and knows no such command
  figures['KiB on disk per fold of 300 held-out rows'] = ((diskKiB(folder) - before) / numbers.length).toFixed(1);
  await timed('row stored', async (at) => await insertRow(store, uid, aRow(at), 0));
  const from = performance.now();
  await readRows(store, uid, 0);
  figures[`reading ${count} rows, ms`] = (performance.now() - from).toFixed(0);
  figures['resident, MiB'] = residentMiB(pid).toFixed(0);
  return figures;
};

const measureKind = async (env: NodeJS.ProcessEnv): Promise<readonly [string, Figures]> => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
  const home = openHome({ create: true, env: { SWEEP_HOME: join(folder, 'home') } }) ?? '';
  try {
    const from = performance.now();
    await using services = await openServices({ home, env, servers: ['mongo'] });
    const ready = performance.now() - from;
    const { mongo } = (await servicesStatus(home)).supervisor?.servers ?? {};
    if (mongo?.pid == null) throw new Error('the database does not run');
    const store = await openStore(services.mongodbUri);
    const figures = await measure(store, mongo.pid, join(home, mongo.kind));
    await closeStore(store);
    return [`${mongo.kind} ${mongo.version}`, { 'from nothing to ready, ms': ready.toFixed(0), ...figures }];
  } finally {
    await stopServices(home, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Else the mongod that is there would be taken in FerretDB's place. */
const withoutMongod = (): string =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((each) => !existsSync(join(each, 'mongod')))
    .join(delimiter);

const own = { ...process.env, MONGODB_URI: '', TEMPORAL_ADDRESS: '' };
const ferretdb = await measureKind({ ...own, SWEEP_MONGOD_BIN: '', PATH: withoutMongod() });
const told = process.env['SWEEP_MONGOD_BIN'] ?? '';
const all = told === '' ? [ferretdb] : [ferretdb, await measureKind({ ...own, SWEEP_MONGOD_BIN: told })];
const lines = Object.keys(ferretdb[1]).map((what) => [
  what,
  Object.fromEntries(all.map(([kind, of]) => [kind, of[what]])),
]);
console.table(Object.fromEntries(lines));
process.exit();
