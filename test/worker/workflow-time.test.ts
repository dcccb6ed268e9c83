import { Runtime } from '@temporalio/worker';
import { compileWorkerOptions } from '@temporalio/worker/lib/worker-options.js';
import { expect, it } from 'vitest';

import { workflowTime } from '../../worker/temporal-workers.ts';

it('the SDK gives a piece of workflow code two minutes, though it does not declare the option', () => {
  const { logger, metricMeter } = Runtime.instance();

  const compiled = compileWorkerOptions({ taskQueue: 'any', ...workflowTime }, logger, metricMeter);

  expect(compiled.isolateExecutionTimeoutMs).toBe(120_000);
});
