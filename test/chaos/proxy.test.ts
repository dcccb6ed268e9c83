import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { commandOf, createSplitter, withClockMoved } from './mongo-messages.ts';
import { startProxy } from './proxy.ts';
import type { Mishap, Proxy } from './proxy.ts';

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};

/** An OP_MSG with one document: the command's name and what follows it. */
const message = (id: number, to: number, command: string, more = Buffer.alloc(0)): Buffer => {
  const fields = Buffer.concat([Buffer.from(`\x10${command}\0`, 'latin1'), int32(1), more]);
  const document = Buffer.concat([int32(fields.length + 5), fields, Buffer.from([0])]);
  const body = Buffer.concat([int32(0), Buffer.from([0]), document]);
  return Buffer.concat([int32(16 + body.length), int32(id), int32(to), int32(2013), body]);
};

describe('messages of MongoDB', () => {
  it('are put together again from pieces of any size', () => {
    const both = Buffer.concat([message(1, 0, 'insert'), message(2, 0, 'find')]);
    for (const size of [1, 3, 7, 33, 130]) {
      const split = createSplitter();
      const found: string[] = [];
      for (let at = 0; at < both.length; at += size)
        found.push(...split(both.subarray(at, at + size)).map((each) => commandOf(each)));
      expect(found).toEqual(['insert', 'find']);
    }
  });

  it('have their clock moved and nothing else', () => {
    const time = Buffer.alloc(8);
    time.writeBigInt64LE(1_000_000n);
    const hello = message(1, 1, 'ok', Buffer.concat([Buffer.from('\x09localTime\0', 'latin1'), time]));

    const moved = withClockMoved(hello, -400_000);

    expect(moved.length).toBe(hello.length);
    expect(moved.includes(Buffer.from(BigInt64Array.of(600_000n).buffer))).toBe(true);
    expect(withClockMoved(message(1, 1, 'ok'), 5)).toEqual(message(1, 1, 'ok'));
  });
});

describe('a proxy in front of a database', () => {
  let server: Server;
  let proxy: Proxy;
  const seen: string[] = [];
  beforeAll(async () => {
    server = createServer((socket) => {
      const split = createSplitter();
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        for (const each of split(chunk)) {
          seen.push(commandOf(each));
          socket.write(message(9, each.readInt32LE(4), 'ok'));
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await startProxy((server.address() as AddressInfo).port, 'messages');
  });
  afterAll(async () => {
    await proxy.close();
    server.close();
  });

  /** Sends one insert; the bytes that came back until the connection ended, or until a whole reply was there. */
  const insert = (): Promise<{ readonly bytes: number; readonly ended: boolean }> =>
    new Promise((resolve) => {
      const socket: Socket = connect(proxy.port, '127.0.0.1');
      let bytes = 0;
      const whole = message(9, 5, 'ok').length;
      socket.on('connect', () => socket.write(message(5, 0, 'insert')));
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        bytes += chunk.length;
        if (bytes < whole) return;
        resolve({ bytes, ended: false });
        socket.destroy();
      });
      socket.on('close', () => resolve({ bytes, ended: true }));
    });
  const insertWith = async (mishap: Mishap | null) => {
    seen.length = 0;
    proxy.setMishaps(() => mishap);
    return { ...(await insert()), stored: seen.length === 1 };
  };

  it('passes requests and replies on', async () => {
    expect(await insertWith(null)).toMatchObject({ ended: false, stored: true });
  });

  it.each([
    ['request', { bytes: 0, ended: true, stored: false }],
    ['midRequest', { bytes: 0, ended: true, stored: false }],
    ['reply', { bytes: 0, ended: true, stored: true }],
    ['midReply', { ended: true, stored: true }],
  ] as const)('cuts the connection: %s', async (mishap, expected) => {
    expect(await insertWith(mishap)).toMatchObject(expected);
  });

  it('is away and comes back at the same port', async () => {
    proxy.setMishaps(null);
    await proxy.setAway(true);
    expect(await insert()).toEqual({ bytes: 0, ended: true });

    await proxy.setAway(false);

    expect(await insert()).toMatchObject({ ended: false });
  });

  it('lets requests wait', async () => {
    proxy.setDelay(() => 60);
    const from = performance.now();

    await insert();

    proxy.setDelay(null);
    expect(performance.now() - from).toBeGreaterThan(55);
  });
});
