import { expect, test } from 'vitest';

import { stepThrough } from '../../worker/step-through.ts';
import type { Say } from '../../worker/step-through.ts';

test('no step is made while a checkpoint is written, so that its megabytes do not go out a pipe full a step', async () => {
  const order: string[] = [];
  const wanted = { checkpoint: true, stop: false, score: false };
  const say: Say = async ({ say: what }) => {
    if (what !== 'checkpoint') return;
    order.push('writing');
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push('written');
  };
  const work = {
    step: () => {
      order.push('step');
      return order.length > 3 ? ('finished' as const) : ('more' as const);
    },
    checkpoint: () => ({ step: 0, bytes: new Uint8Array(1) }),
    progress: () => ({ done: 0, total: 1, detail: '', loss: null, accuracy: null }),
  };

  expect(await stepThrough(work, wanted, say)).toBe('finished');

  expect(order).toEqual(['writing', 'written', 'step', 'step']);
});
