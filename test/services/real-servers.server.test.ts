import { MongoClient } from 'mongodb';
import { expect, inject, test } from 'vitest';
import { Connection } from '@temporalio/client';

test('the servers of the test run answer their ordinary clients', async () => {
  const client = new MongoClient(inject('mongodbUri'));
  const connection = await Connection.connect({ address: inject('temporalAddress') });

  const inserted = await client.db().collection<{ _id: string }>('greetings').insertOne({ _id: 'hello' });
  const described = await connection.workflowService.describeNamespace({ namespace: inject('temporalNamespace') });

  expect(inserted.insertedId).toBe('hello');
  expect(client.db().databaseName).toBe('sweep');
  expect(described.namespaceInfo?.name).toBe('default');
  await client.close();
  await connection.close();
});
