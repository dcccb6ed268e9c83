import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Worker } from '@temporalio/worker';
import type { NativeConnection } from '@temporalio/worker';

import type { ActivityContext } from '../activities/context.ts';
import { createControlActivities } from '../activities/control.ts';
import { createTrainActivities } from '../activities/train.ts';
import { controlQueue } from '../core/engine.ts';
import { heartbeatTimeoutMs, shutdownMs } from '../core/timeouts.ts';
import { maskingInterceptor } from './masking.ts';
import type { createPermits } from './permits.ts';
import { tracingInterceptor } from './telemetry/observed.ts';
import type { Observer } from './telemetry/observed.ts';

const bundleFile = (): string => {
  const beside = fileURLToPath(new URL('../workflows/bundle.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../dist/workflows/bundle.js', import.meta.url));
};

type Options = {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly context: ActivityContext;
  readonly trainQueue: string;
  readonly permits: ReturnType<typeof createPermits>;
  readonly observer: Observer | undefined;
};

/**
 * How long a piece of workflow code may take by the clock before the SDK ends it: an option that it reads and does not
 * declare. Its five seconds are over where a machine is overloaded, or the process was stopped and woken (SIGSTOP, a
 * closed lid), and ended there Node.js may end as a whole: "async hook stack has become corrupted".
 */
export const workflowTime: object = { isolateExecutionTimeout: '2 minutes' };

/** One Temporal worker that orchestrates, and one whose activities each hold a slot; they share a connection. */
export const createTemporalWorkers = (options: Options): Promise<readonly [Worker, Worker]> => {
  const { connection, namespace, context, permits, observer } = options;
  const watching = observer === undefined ? [] : [tracingInterceptor(observer)];
  const common = {
    connection,
    namespace,
    identity: context.worker.id,
    maxHeartbeatThrottleInterval: heartbeatTimeoutMs / 5, // a pause is heard of within two seconds
    shutdownForceTime: shutdownMs,
    interceptors: { activity: [maskingInterceptor, ...watching] },
  };
  const orchestrating = Worker.create({
    ...common,
    ...workflowTime,
    taskQueue: controlQueue(context.store.id),
    workflowBundle: { codePath: bundleFile() },
    activities: createControlActivities(context),
    maxCachedWorkflows: 64,
    stickyQueueScheduleToStartTimeout: '2s', // a killed worker's workflows go on elsewhere this soon
  });
  const training = Worker.create({
    ...common,
    taskQueue: options.trainQueue,
    activities: createTrainActivities(context),
    tuner: {
      activityTaskSlotSupplier: permits.supplier,
      workflowTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
      localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
      nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
    },
  });
  return Promise.all([orchestrating, training]);
};
