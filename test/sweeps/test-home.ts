import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { readState } from '../../activities/state.ts';
import type { StateNow } from '../../activities/state.ts';
import { openHome } from '../../services/home.ts';
import { stopServices } from '../../services/manage-services.ts';
import { openServices } from '../../services/open-services.ts';
import { readSweepAttempts } from '../../store/attempts.ts';
import type { AttemptRecord } from '../../store/attempts.ts';
import type { Sweep } from '../../store/documents.ts';
import { closeStore, openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/open-store.ts';
import { findSweeps, readSweep } from '../../store/sweeps.ts';
import { kill, processesOf } from '../chaos/processes.ts';
import { sweep } from '../chaos/sweep-process.ts';
import type { Ended } from '../chaos/sweep-process.ts';
import { writeGrid } from './campus-grid.ts';
import type { GridOptions } from './campus-grid.ts';

/** A folder with a home in it, a store to look into, and the built program on both. */
export type TestHome = {
  readonly folder: string;
  readonly home: string;
  readonly store: Store;
  readonly temporalAddress: string;
  /** Writes a grid file beside the home. */
  readonly grid: (options: GridOptions) => string;
  readonly sweep: (...args: readonly string[]) => ReturnType<typeof sweep>;
  /** Runs a command to its end; throws with its output unless it ended with `code`. */
  readonly run: (args: readonly string[], code?: number) => Promise<Ended>;
  /** The bytes of `leaderboard --json`. */
  readonly board: (name: string) => Promise<string>;
  readonly find: (name: string) => Promise<Sweep>;
  readonly state: (name: string) => Promise<StateNow>;
  readonly attempts: (name: string) => Promise<readonly AttemptRecord[]>;
  readonly close: () => Promise<void>;
};

/** Servers that are there already; without them the home has its own. */
export type Shared = { readonly TEMPORAL_ADDRESS: string; readonly MONGODB_URI: string };

const ownServers = { TEMPORAL_ADDRESS: '', MONGODB_URI: '' };

const opened = async (folder: string, home: string, env: Shared): Promise<TestHome> => {
  const services = await openServices({ home, env: { ...process.env, ...env } });
  const store = await openStore(services.mongodbUri);
  const find = async (name: string): Promise<Sweep> => {
    const found = (await findSweeps(store, name)).find((each) => each.name === name);
    const whole = found === undefined ? null : await readSweep(store, found.uid);
    if (whole === null) throw new Error(`no sweep ${name}`);
    return whole;
  };
  const start = (...args: readonly string[]) => sweep(home, args, env);
  const run = async (args: readonly string[], code = 0): Promise<Ended> => {
    const ended = await start(...args).ended;
    if (ended.code === code) return ended;
    const how = ended.code ?? ended.signal;
    throw new Error(`sweep ${args.join(' ')}: exit ${how}, expected ${code}\n${ended.out}\n${ended.err}`);
  };
  const close = async (): Promise<void> => {
    for (const { pid, role } of processesOf(home)) if (role === 'cli') kill(pid, 'SIGKILL');
    await closeStore(store);
    await services.close();
    await stopServices(home, { force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    folder,
    home,
    store,
    temporalAddress: services.temporalAddress,
    grid: (options) => writeGrid(folder, options),
    sweep: start,
    run,
    board: async (name) => (await run(['leaderboard', name, '--json'])).out,
    find,
    state: async (name) => readState(store, await find(name)),
    attempts: async (name) => readSweepAttempts(store, (await find(name)).uid),
    close,
  };
};

/** A home of its own, whose servers run until it is closed; or one on shared servers. */
export const openTestHome = async (shared?: Shared): Promise<TestHome> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sweep-home-')));
  const home = openHome({ create: true, env: { SWEEP_HOME: join(folder, 'home') } }) ?? '';
  return opened(folder, home, shared ?? ownServers);
};

/** A database of its own on a server that others use too. */
export const databaseNamed = (uri: string, name: string): string => {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.href;
};

/** Polls until `read` gives a value other than undefined, null and false. */
export const eventually = async <Value>(
  read: () => Promise<Value | undefined | null | false>,
  seconds = 150,
): Promise<Value> => {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(50)) {
    const value = await read();
    if (value !== undefined && value !== null && value !== false) return value;
  }
  throw new Error(`not within ${seconds} s`);
};
