import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { readWorkers } from '../../store/workers.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

describe('a database that is set back to an earlier state', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), `set-back-${Date.now()}`),
    });
  });
  afterAll(async () => {
    await home.store.db.dropDatabase();
    await home.close();
  });

  it('ends the worker that worked on it, which says why and how to go on', async () => {
    const worker = home.sweep('worker', '--slots', '1');
    await eventually(async () => (await readWorkers(home.store)).live.length > 0);

    await home.store.db.collection('workers').deleteMany({}); // as it was before the worker came

    const { code, err } = await worker.ended;
    expect(code).toBe(3);
    expect(err).toContain('The database was set back to an earlier state');
    expect(err).toContain('sweep resume');
  });
});
