import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';

import type { ActivityContext } from '../activities/context.ts';
import { createControlActivities } from '../activities/control.ts';
import { createDecider } from '../activities/decide.ts';
import { createKnownFolds } from '../activities/known-folds.ts';
import { createPlanReader } from '../activities/plan.ts';
import { createTrainActivities } from '../activities/train.ts';
import { controlQueue, numericsVersion, trainQueue } from '../core/engine.ts';
import type { Engine } from '../core/engine.ts';
import { heartbeatTimeoutMs, shutdownMs } from '../core/timeouts.ts';
import { getBlob } from '../store/blobs.ts';
import type { WorkerDocument } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { createBlobCache } from './blob-cache.ts';
import { createPermits } from './permits.ts';
import { createOthers, createPresence } from './presence.ts';
import { createSlots } from './slots.ts';
import { wakeSweeps } from './wake.ts';

export type WorkerOptions = {
  readonly store: Store;
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly tls?: true;
    readonly apiKey?: string;
  };
  readonly engine: Engine;
  readonly slots: number;
  readonly cacheFolder: string;
  readonly version: string;
  readonly createPool?: typeof createSlots; // what trains; a bench puts a pool here that only answers
};

/** A worker process's part in all sweeps of its store: it orchestrates, and it trains in its slots. */
export type RunningWorker = {
  readonly id: string;
  readonly setSlots: (slots: number) => void; // only ever more
  readonly ended: Promise<void>; // rejects when a Temporal worker fails for good
  readonly shutdown: () => Promise<void>; // checkpoints, hands back, ends
};

const bundleFile = (): string => {
  const beside = fileURLToPath(new URL('../workflows/bundle.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../dist/workflows/bundle.js', import.meta.url));
};

const common = {
  maxHeartbeatThrottleInterval: heartbeatTimeoutMs / 5, // a pause is heard of within two seconds
  shutdownForceTime: shutdownMs,
} as const;

export const startWorker = async (options: WorkerOptions): Promise<RunningWorker> => {
  const { store, temporal, engine } = options;
  const id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 4)}`;
  const queue = trainQueue(engine, numericsVersion, store.id);
  let lastError: WorkerDocument['lastError'] = null;
  const others = createOthers(store, id);
  const pool = (options.createPool ?? createSlots)({
    slots: options.slots,
    fetch: createBlobCache(join(options.cacheFolder, 'blobs'), (digest) => getBlob(store, digest)),
  });
  const context: ActivityContext = {
    store,
    worker: { id, host: hostname(), version: options.version },
    slots: pool,
    decider: createDecider(store, createKnownFolds(store)),
    readPlan: createPlanReader(store),
    share: others.share,
    isGone: others.isGone,
    onError: (error) => {
      lastError = { message: error instanceof Error ? error.message : String(error), at: Date.now() };
    },
  };
  const { namespace, ...address } = temporal;
  const connection = await NativeConnection.connect(address);
  const both = { ...common, connection, namespace, identity: id };
  const permits = createPermits(pool.size);
  const orchestrating = Worker.create({
    ...both,
    taskQueue: controlQueue(store.id),
    workflowBundle: { codePath: bundleFile() },
    activities: createControlActivities(context),
    maxCachedWorkflows: 64,
    stickyQueueScheduleToStartTimeout: '2s', // a killed worker's workflows go on elsewhere this soon
  });
  const training = Worker.create({
    ...both,
    taskQueue: queue,
    activities: createTrainActivities(context),
    tuner: {
      activityTaskSlotSupplier: permits.supplier,
      workflowTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
      localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
      nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
    },
  });
  const workers = await Promise.all([orchestrating, training]);
  const presence = createPresence(store, () => ({
    id,
    host: hostname(),
    pid: process.pid,
    version: options.version,
    orchestrates: true,
    trainQueue: queue,
    slots: pool.states(),
    lastError,
    alone: pool.alone(),
  }));
  await presence.said; // else its first claims would be taken for those of a worker that is gone
  const running = workers.map((worker) => worker.run());
  const ended = Promise.all(running).then(() => undefined);
  ended.catch(context.onError);
  const shutdown = async (): Promise<void> => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.allSettled(running); // both, for they share the connection; a failure is told to whoever awaits `ended`
    pool.close();
    await presence.close();
    await connection.close();
  };
  const client = new Client({ connection, namespace });
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
