import { randomUUID } from 'node:crypto';
import { cpus, hostname } from 'node:os';
import { join } from 'node:path';

import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';

import type { ActivityContext } from '../activities/context.ts';
import { createDecider } from '../activities/decide.ts';
import { createExclusion } from '../activities/exclusion.ts';
import { createKnownFolds } from '../activities/known-folds.ts';
import { createPlanReader } from '../activities/plan.ts';
import { masked } from '../core/secrets.ts';
import { numericsVersion, trainQueue } from '../core/engine.ts';
import type { EngineId } from '../core/engine.ts';
import type { TemporalConnection } from '../services/temporal-settings.ts';
import { getBlob } from '../store/blobs.ts';
import type { WorkerDocument } from '../store/documents.ts';
import { schemaVersion } from '../store/migrations/all.ts';
import type { Store } from '../store/open-store.ts';
import type { PoolDevices } from './gpus/open-gpus.ts';
import { createBlobCache } from './blob-cache.ts';
import { createPermits } from './permits.ts';
import { createOthers, createPresence } from './presence.ts';
import { createSlots } from './slots.ts';
import { createSuperseded } from './superseded.ts';
import { observedDecider, observedFetch, observedSlots, observedTrainer } from './telemetry/observed.ts';
import type { Observer } from './telemetry/observed.ts';
import { createTemporalWorkers } from './temporal-workers.ts';
import { createTrainerProcess } from './trainer-process.ts';
import type { TrainerLibrary } from './trainer-protocol.ts';
import { wakeLost, wakeSweeps } from './wake.ts';

export type WorkerOptions = {
  readonly store: Store;
  readonly temporal: TemporalConnection & { readonly namespace: string };
  readonly engine: EngineId;
  readonly library?: TrainerLibrary; // of a tensorflow engine
  readonly slots: number;
  readonly gpus?: PoolDevices; // a slot each, in place of `slots`
  readonly cacheFolder: string;
  readonly version: string;
  readonly createPool?: typeof createSlots; // what trains; a bench puts a pool here that only answers
  readonly observer?: Observer | undefined; // who is told of every training; nobody, unless metrics or traces are asked for
};

/** A worker process's part in all sweeps of its store: it orchestrates, and it trains in its slots. */
export type RunningWorker = {
  readonly id: string;
  readonly setSlots: (slots: number) => void; // only ever more
  readonly ended: Promise<void>; // rejects when a Temporal worker fails for good, or the database was set back, or a newer program took the store over
  readonly shutdown: () => Promise<void>; // checkpoints, hands back, ends
};

/** How often a worker looks whether Temporal still runs what is unfinished. */
const lookEveryMs = 60_000;

/** The slots of this worker; where somebody watches, all that they do is told to him. */
const createObservedPool = (options: WorkerOptions) => {
  const { store, slots, cacheFolder, library, gpus, createPool = createSlots, observer } = options;
  const how = { ...(library === undefined ? {} : { library }), ...(gpus === undefined ? {} : { gpus }) };
  const fetch = createBlobCache(join(cacheFolder, 'blobs'), (digest) => getBlob(store, digest));
  if (observer === undefined) return createPool({ ...how, slots, fetch });
  const createTrainer = observedTrainer(observer, createTrainerProcess);
  return observedSlots(observer, createPool({ ...how, slots, fetch: observedFetch(observer, fetch), createTrainer }));
};

/** What a worker trains on, for the record of each attempt. */
const deviceOf = ({ gpus }: WorkerOptions): string =>
  gpus?.devices.map(({ name, uuid }) => `${name} (${uuid})`).join(', ') ?? cpus()[0]?.model ?? 'a processor';

/** What activities work with, and the last error that one of them met. */
const createContext = (options: WorkerOptions, id: string) => {
  const { store, observer } = options;
  let lastError: WorkerDocument['lastError'] = null;
  const pool = createObservedPool(options);
  const decider = createDecider(store, createKnownFolds(store));
  const context: ActivityContext = {
    store,
    worker: { id, host: hostname(), version: options.version, device: deviceOf(options) },
    slots: pool,
    exclusion: createExclusion(),
    decider: observer === undefined ? decider : observedDecider(observer, decider),
    readPlan: createPlanReader(store),
    ...createOthers(store, id),
    onError: (error) => {
      lastError = { message: masked(error instanceof Error ? error.message : String(error)), at: Date.now() };
    },
  };
  return { context, pool, lastError: () => lastError };
};

/** Starts to serve; resolves once this worker is known to others and has woken what is unfinished. */
export const startWorker = async (options: WorkerOptions): Promise<RunningWorker> => {
  const { store, temporal, engine } = options;
  const id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 4)}`;
  const queue = trainQueue(engine, numericsVersion, store.id);
  const { context, pool, lastError } = createContext(options, id);
  const { namespace, ...address } = temporal;
  const connection = await NativeConnection.connect(address);
  const permits = createPermits(pool.capacity);
  const workers = await createTemporalWorkers({
    connection,
    namespace,
    context,
    trainQueue: queue,
    permits,
    observer: options.observer,
  });
  const presence = createPresence(store, () => ({
    id,
    host: hostname(),
    pid: process.pid,
    version: options.version,
    schema: schemaVersion,
    orchestrates: true,
    trainQueue: queue,
    engine,
    slots: pool.states(),
    lastError: lastError(),
    alone: pool.alone(),
  }));
  await presence.said; // else its first claims would be taken for those of a worker that is gone
  const running = workers.map((worker) => worker.run());
  const superseded = createSuperseded(store);
  const ended = Promise.race([Promise.all(running).then(() => undefined), superseded.happened, presence.setBack]);
  ended.catch(context.onError);
  const client = new Client({ connection, namespace });
  const looking = setInterval(() => void wakeLost(client, store).catch(context.onError), lookEveryMs);
  const shutdown = async (): Promise<void> => {
    clearInterval(looking);
    superseded.close();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.allSettled(running); // both, for they share the connection; a failure is told to whoever awaits `ended`
    pool.close();
    await presence.close();
    await connection.close();
  };
  await wakeSweeps(client, store).catch(async (error: unknown) => {
    await shutdown();
    throw error;
  });
  const setSlots = (slots: number): void => {
    pool.grow(slots);
    permits.wake();
  };
  return { id, setSlots, ended, shutdown };
};
