import { DefaultLogger, Runtime } from '@temporalio/worker';

/**
 * Sends what Temporal's SDK logs to `write` from warnings on, and leaves signals to the program: once per process, before
 * the first worker.
 */
export const installQuietRuntime = (write: (line: string) => void): void => {
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    write(`${new Date().toISOString()} ${level} ${message}${meta === undefined ? '' : ` ${JSON.stringify(meta)}`}\n`);
  });
  Runtime.install({
    logger,
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } } },
  });
};
