import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { RuntimeOptions } from '@temporalio/worker';

import { SweepError } from '../core/errors.ts';
import { masked } from '../core/secrets.ts';
import { histogramBuckets } from './telemetry/metrics.ts';

type MetricsOptions = { readonly address: string; readonly engine: string };
type Exporter = NonNullable<NonNullable<RuntimeOptions['telemetryOptions']>['metrics']>;

/** Names as Prometheus' own rules want them: counters with `_total`, times in seconds and named so. */
const exporter = ({ address, engine }: MetricsOptions): Exporter => ({
  globalTags: { engine },
  attachServiceName: false,
  prometheus: {
    bindAddress: address,
    countersTotalSuffix: true,
    unitSuffix: true,
    useSecondsForDurations: true,
    histogramBucketOverrides: histogramBuckets,
  },
});

/**
 * Sends what Temporal's SDK logs to `write` from warnings on, and leaves signals to the program: once per process, before
 * the first worker. With `metrics` it serves the SDK's and our own at http://<address>/metrics.
 * @throws {SweepError} USAGE if that address cannot be listened on
 */
export const installQuietRuntime = (write: (line: string) => void, metrics?: MetricsOptions): void => {
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    if (message.startsWith('No workflows registered')) return; // as is meant: one trains, the other orchestrates
    const more = meta === undefined ? '' : ` ${JSON.stringify(meta)}`;
    write(`${new Date().toISOString()} ${level} ${masked(message + more)}\n`);
  });
  const logging = { forward: {}, filter: { core: 'WARN', other: 'WARN' } } as const;
  try {
    Runtime.install({
      logger,
      shutdownSignals: [],
      telemetryOptions: metrics === undefined ? { logging } : { logging, metrics: exporter(metrics) },
    });
  } catch (error) {
    const found = /metrics exporter: (.*)$/.exec((error as Error).message)?.[1];
    if (metrics === undefined || found === undefined) throw error;
    throw new SweepError({
      code: 'USAGE',
      message: `--metrics ${metrics.address} cannot be listened on: ${found}.`,
      fix: 'each worker of a machine needs a port of its own, e.g. --metrics 127.0.0.1:9465',
      cause: error,
    });
  }
};
