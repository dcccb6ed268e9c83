import type { Client } from '@temporalio/client';
import { describe, expect, inject, it } from 'vitest';

import { freeHistories } from '../../../cli/gc/workflows.ts';
import type { Store } from '../../../store/open-store.ts';
import { createDatabases } from '../../store/contract/databases.ts';

const databases = createDatabases(inject('mongodbUri'));

/** A client of a Temporal that has one ended execution of a forgotten sweep, and answers a deletion with this code. */
const clientOf = (store: Store, code: number): Client => {
  const execution = { workflowId: `${store.id}/gone0000`, runId: 'r1', status: { name: 'COMPLETED' } };
  return {
    options: { namespace: 'default' },
    workflow: {
      list: async function* () {
        yield await Promise.resolve(execution);
      },
      getHandle: () => ({}),
    },
    workflowService: {
      deleteWorkflowExecution: () => Promise.reject(Object.assign(new Error('refused'), { code })),
    },
  } as unknown as Client;
};

describe('histories of forgotten sweeps', () => {
  it.each([12, 7])('are left to the retention of a server that refuses to delete them (code %i)', async (code) => {
    const store = await databases.open();

    expect(await freeHistories(clientOf(store, code), store, false)).toBeNull();
    expect(await freeHistories(clientOf(store, code), store, true)).toBe(1);
  });

  it('may be gone already; any other refusal is told', async () => {
    const store = await databases.open();

    expect(await freeHistories(clientOf(store, 5), store, false)).toBe(1);
    await expect(freeHistories(clientOf(store, 14), store, false)).rejects.toThrow('refused');
  });
});
