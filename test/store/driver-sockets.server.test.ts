import { once } from 'node:events';
import net, { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { MongoClient, MongoNetworkError } from 'mongodb';
import { afterAll, describe, expect, inject, it } from 'vitest';

import { failWritesOnClose } from '../../store/driver-sockets.ts';
import { insertOnce } from '../../store/insert-once.ts';
import type { Stored } from '../../store/stored.ts';

describe('what is written to a connection that closes without an error', () => {
  const server = new URL(inject('mongodbUri'));
  const closes: (() => unknown)[] = [];
  afterAll(async () => {
    for (const close of closes) await close();
  });

  /** Passes everything on until it is told to read no more, or to cut the next connection in the middle of a large write. */
  const startReluctant = async () => {
    let isFull = false;
    let isToCut = false;
    const pass = (bytes: Buffer, client: net.Socket, upstream: net.Socket): void => {
      if (isFull) return void client.pause();
      if (!isToCut || bytes.length < 10_000) return void upstream.write(bytes);
      isToCut = false;
      client.resetAndDestroy();
      upstream.destroy();
    };
    const proxy = createServer((client) => {
      const socket = decodeURIComponent(server.hostname);
      const upstream = socket.endsWith('.sock') ? connect(socket) : connect(Number(server.port), server.hostname);
      for (const each of [client, upstream]) each.on('error', () => undefined);
      upstream.pipe(client);
      client.on('data', (bytes) => pass(bytes, client, upstream));
      closes.unshift(() => [client, upstream].map((each) => each.destroy()));
    });
    proxy.listen(0, '127.0.0.1');
    closes.unshift(() => proxy.close());
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    return { uri: `mongodb://127.0.0.1:${port}`, takeNoMore: () => (isFull = true), cutOnce: () => (isToCut = true) };
  };

  it('fails where the connection was just cut, as a heartbeat can meet it', async () => {
    const { uri } = await startReluctant();
    failWritesOnClose();
    const socket = net.createConnection(Number(new URL(uri).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
    socket.write('hello');
    await expect(once(socket, 'drain')).rejects.toThrow(MongoNetworkError);
  });

  it('fails where the server takes no more of it and its time is over', async () => {
    const { uri, takeNoMore } = await startReluctant();
    failWritesOnClose();
    const client = new MongoClient(uri, { socketTimeoutMS: 500 });
    closes.push(() => client.close());
    await client.db().command({ ping: 1 });
    takeNoMore();

    const written = client
      .db()
      .collection('large')
      .insertOne({ bytes: Buffer.alloc(12_000_000) });
    await expect(written).rejects.toThrow(MongoNetworkError);
  }, 30_000);

  it('is sent once more where it was cut in the middle, though the driver does not call it a network error', async () => {
    const { uri, cutOnce } = await startReluctant();
    failWritesOnClose();
    const client = new MongoClient(uri);
    closes.push(() => client.close());
    const large = client.db().collection<Stored & { readonly bytes: Uint8Array }>(`large-${Date.now()}`);
    await client.db().command({ ping: 1 });
    cutOnce();

    expect(await insertOnce(large, { _id: 'one', v: 1, bytes: Buffer.alloc(12_000_000) })).toBe('inserted');
    await large.drop();
  });
});
