import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { MongoClient } from 'mongodb';
import { expect, inject, test } from 'vitest';
import { latestClaim } from '../../services/election.ts';
import { eventually, open, supervisorOf, temporaryHome } from './temporary-home.ts';

test('both servers answer their ordinary clients as soon as they are said to be ready', async () => {
  const home = temporaryHome();

  const services = await open(home);

  const connection = await Connection.connect({ address: services.temporalAddress });
  const { workflowService } = connection;
  const start = {
    namespace: services.temporalNamespace,
    workflowId: 'first',
    requestId: 'first',
    workflowType: { name: 'none' },
    taskQueue: { name: 'none' },
  };
  const { runId } = await workflowService.startWorkflowExecution(start);
  const client = new MongoClient(services.mongodbUri);
  const { insertedId } = await client.db().collection<{ _id: string }>('greetings').insertOne({ _id: 'hello' });
  expect(runId).not.toBe('');
  expect([client.db().databaseName, insertedId]).toEqual(['sweep', 'hello']);
  await Promise.all([client.close(), connection.close()]);
});

test('only the owner can reach the database', async () => {
  const socket = decodeURIComponent(new URL(inject('mongodbUri')).host);

  expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
  expect(statSync(socket).mode & 0o077).toBe(0);
});

test.for([1, 2])(
  'documents of a large collection are found by _id as quickly as those of a small one (time %i of this name)',
  async () => {
    await using client = new MongoClient(inject('mongodbUri'));
    const database = client.db('indexed');
    const fill = async (name: string, count: number) => {
      const collection = database.collection<{ _id: string; text: string }>(name);
      await collection.insertMany(
        Array.from({ length: count }, (_, index) => ({ _id: `d${index}`, text: 'x'.repeat(600) })),
      );
      return async () => {
        const began = performance.now();
        for (let index = 0; index < 20; index++) await collection.findOne({ _id: `d${index}` });
        return performance.now() - began;
      };
    };
    const [small, large] = [await fill('small', 20), await fill('large', 5000)];

    await eventually(async () => (await large()) < 3 * (await small()), 5); // a scan takes over 20 times as long

    await database.dropDatabase();
  },
);

test('with one address set only the other server is started', async () => {
  const home = temporaryHome();

  const services = await open(home, { env: { MONGODB_URI: inject('mongodbUri').replace('/sweep', '/team') } });

  expect(services.embedded).toEqual({ temporal: true, mongo: false });
  expect(services.mongodbUri).toMatch(/\/team$/);
  expect(Object.keys((await supervisorOf(home)).servers)).toEqual(['temporal']);
});

test('with both addresses set nothing is started and no slot is taken', async () => {
  const home = temporaryHome();

  const services = await open(home, {
    slots: { wanted: 4, force: false },
    env: { MONGODB_URI: inject('mongodbUri'), TEMPORAL_ADDRESS: inject('temporalAddress') },
  });

  expect(services.slots).toBe(0);
  expect(latestClaim(home)).toBeUndefined();
});

test('a namespace that the user’s Temporal lacks is named, with the command that makes it', async () => {
  const temporalAddress = inject('temporalAddress');

  const opening = open(temporaryHome(), { env: { TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: 'team' } });

  await expect(opening).rejects.toMatchObject({
    code: 'SERVER_UNAVAILABLE',
    fix: `make the namespace: temporal operator namespace create -n team --address ${temporalAddress}; or name another one in TEMPORAL_NAMESPACE`,
  });
});
