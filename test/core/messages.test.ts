import { expect, it } from 'vitest';

import { fitWorkflowId } from '../../core/messages.ts';
import type { SweepUid } from '../../core/messages.ts';

it('a fit that is tried again is another workflow: the one that a machine failed may be open still', () => {
  const fit = { sweep: 'uid' as SweepUid, trial: 3, retry: 0 };

  expect(fitWorkflowId('store', fit)).toBe('store/uid/fit/3/0');
  expect(fitWorkflowId('store', { ...fit, retry: 1 })).not.toBe(fitWorkflowId('store', fit));
});
