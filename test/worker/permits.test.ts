import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { createPermits } from '../../worker/permits.ts';

const context = {} as Parameters<ReturnType<typeof createPermits>['supplier']['reserveSlot']>[0];

test('a permit is had when a slot is freed or joins, and not before', async () => {
  let slots = 1;
  const { supplier, wake } = createPermits(() => slots);
  const { signal } = new AbortController();
  const had: number[] = [];
  const reserve = (n: number): unknown => supplier.reserveSlot(context, signal).then(() => had.push(n));
  reserve(1);
  reserve(2);
  reserve(3);
  await turn();
  expect(had).toEqual([1]);

  supplier.releaseSlot({} as never);
  await turn();
  expect(had).toEqual([1, 2]);

  slots = 2;
  wake();
  await turn();
  expect(had).toEqual([1, 2, 3]);
});

test('a worker that shuts down waits for no permit, and the one it did not get is free for others', async () => {
  let slots = 0;
  const { supplier, wake } = createPermits(() => slots);
  const controller = new AbortController();
  const waiting = supplier.reserveSlot(context, controller.signal);

  controller.abort();

  await expect(waiting).rejects.toBe(controller.signal.reason);
  await expect(supplier.reserveSlot(context, controller.signal)).rejects.toBe(controller.signal.reason);
  slots = 1;
  wake();
  expect(supplier.tryReserveSlot(context)).toEqual({});
});
