import { expect, it, vi } from 'vitest';

import { createWindow } from '../../workflows/window.ts';

const waiting: { readonly is: () => boolean; readonly resolve: () => void }[] = [];

/** As Temporal does: all whose condition holds go on, before any of them can change what the others waited for. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 10; round++) {
    const free = waiting.filter(({ is }) => is());
    for (const one of free) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
};

vi.mock('@temporalio/workflow', () => ({
  condition: (is: () => boolean): Promise<void> =>
    is() ? Promise.resolve() : new Promise<void>((resolve) => waiting.push({ is, resolve })),
}));

it('gives a place that comes free to one of those who wait for it', async () => {
  const window = createWindow(true);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (name: number) => async (): Promise<void> => {
    begun.push(name);
    await new Promise<void>((resolve) => ends.push(resolve));
  };
  for (const name of [1, 2, 3]) void window.start(() => 1, work(name));
  await settle();
  expect(begun).toEqual([1]);

  ends[0]?.();
  await settle();

  expect(begun).toEqual([1, 2]);
});
