import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

import type { ControlActivities } from '../core/messages.ts';
import { heartbeatTimeoutMs } from '../core/timeouts.ts';

/** Activities of the control queue. */
export const control = proxyActivities<ControlActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: heartbeatTimeoutMs,
  retry: { maximumInterval: '30s' },
});

/** The same within the workflow's own task: for what takes a moment, and is done often. */
export const local = proxyLocalActivities<ControlActivities>({
  startToCloseTimeout: '30s',
  retry: { maximumInterval: '30s' },
});
