import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { closeStore, openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/open-store.ts';
import { readSeenAt } from '../../store/workers.ts';
import { createPresence } from '../../worker/presence.ts';
import { databaseNamed } from '../sweeps/test-home.ts';

const describeAs = (id: string) => () => ({
  id,
  host: 'here',
  pid: 1,
  version: '0',
  schema: 1,
  orchestrates: true,
  trainQueue: 'train',
  engine: 'wasm' as const,
  slots: [],
  lastError: null,
  alone: [],
});

describe('what a worker says of itself', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(databaseNamed(inject('mongodbUri'), 'presence'));
  });
  afterAll(() => closeStore(store));

  it('is written again and again, which is no sign of a database that was set back', async () => {
    const presence = createPresence(store, describeAs('steady'));
    await presence.said;
    const first = (await readSeenAt(store, 'steady')) ?? 0;

    const told = await Promise.race([presence.setBack.catch(() => 'set back'), sleep(2_500, 'goes on')]);

    expect(told).toBe('goes on');
    expect(await readSeenAt(store, 'steady')).toBeGreaterThan(first);
    await presence.close();
    expect(await readSeenAt(store, 'steady')).toBeNull();
  });

  it.each([
    ['older', { $set: { seenAt: 5 } }],
    ['gone', null],
  ])('shows that the database was set back where it is %s', async (id, change) => {
    const presence = createPresence(store, describeAs(id));
    await presence.said;

    const workers = store.db.collection<{ _id: string }>('workers');
    await (change === null ? workers.deleteOne({ _id: id }) : workers.updateOne({ _id: id }, change));

    await expect(presence.setBack).rejects.toThrow('was set back to an earlier state');
    await presence.close();
  });
});
