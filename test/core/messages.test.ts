import { expect, it } from 'vitest';

import { fitWorkflowId } from '../../core/messages.ts';
import type { SweepUid } from '../../core/messages.ts';

it('a fit that is tried again is another workflow: the one that a machine failed may be open still', () => {
  const fit = { sweep: 'uid' as SweepUid, trial: 3, retry: 0 };

  expect(fitWorkflowId('store', fit)).toBe('store/uid/fit/3/0');
  expect(fitWorkflowId('store', { ...fit, retry: 1 })).not.toBe(fitWorkflowId('store', fit));
});

it('a fit names the edition that its trial was counted in: an amended grid counts its trials anew', () => {
  const fit = { sweep: 'uid' as SweepUid, trial: 3, retry: 0 };

  const ids = [0, 1, 2].map((edition) => fitWorkflowId('store', { ...fit, edition }));

  expect(ids[0]).toBe(fitWorkflowId('store', fit));
  expect(new Set(ids).size).toBe(3);
});
