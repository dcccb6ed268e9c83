import { DefaultLogger, Runtime } from '@temporalio/worker';

import { masked } from '../core/secrets.ts';

/**
 * Sends what Temporal's SDK logs to `write` from warnings on, and leaves signals to the program: once per process, before
 * the first worker.
 */
export const installQuietRuntime = (write: (line: string) => void): void => {
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    const more = meta === undefined ? '' : ` ${JSON.stringify(meta)}`;
    write(`${new Date().toISOString()} ${level} ${masked(message + more)}\n`);
  });
  Runtime.install({
    logger,
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } } },
  });
};
