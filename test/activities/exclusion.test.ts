import { describe, expect, it } from 'vitest';

import { createExclusion } from '../../activities/exclusion.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('an exclusion', () => {
  it('lets one in per key, in the order in which they came, and those of other keys beside it', async () => {
    const { enter } = createExclusion();
    const order: string[] = [];
    const works = ['a1', 'a2', 'a3', 'b1'].map(async (name) => {
      const leave = await enter(name.slice(0, 1));
      order.push(name);
      return leave;
    });
    await settled();
    expect(order).toEqual(['a1', 'b1']);
    for (const work of works.slice(0, 3)) {
      (await work)();
      await settled();
    }
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3']);
    await enter('a'); // is free again
  });

  it('waits for nobody who hangs', async () => {
    const { enter } = createExclusion(20);
    await enter('a');
    const leave = await enter('a');
    leave();
    await enter('a');
  });
});
