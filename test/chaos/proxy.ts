import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { commandOf, createSplitter, requestId, responseTo, withClockMoved } from './mongo-messages.ts';

/**
 * What becomes of one request: its connection is cut before the server has it (`request`) or in its middle, after it
 * was answered but before anybody hears of it (`reply`) or in the middle of the answer; `silence`: the answer is lost
 * and the connection stays open.
 */
export type Mishap = 'request' | 'midRequest' | 'reply' | 'midReply' | 'silence';

/** A proxy in front of one server. */
export type Proxy = {
  readonly port: number;
  /** Refuses connections and cuts those that are open, until it is called again with false. */
  readonly setAway: (away: boolean) => Promise<void>;
  /** Each request waits for so long, drawn by `draw`; null: none does. */
  readonly setDelay: (draw: (() => number) | null) => void;
  /** What becomes of a request, by its command; null: nothing bad. */
  readonly setMishaps: (of: ((command: string) => Mishap | null) | null) => void;
  /** Moves the clock that the server tells its clients. */
  readonly setClock: (ms: number) => void;
  readonly close: () => Promise<void>;
};

type Habits = {
  delay: (() => number) | null;
  mishap: ((command: string) => Mishap | null) | null;
  clockMs: number;
};

const half = (message: Buffer): Buffer => message.subarray(0, Math.max(1, message.length >> 1));

/** Passes a MongoDB client's messages on, one by one, as the habits of the moment say. */
const passMessages = (client: Socket, upstream: Socket, habits: Habits): void => {
  const end = (): void => {
    client.destroy();
    upstream.destroy();
  };
  const lost = new Map<number, Mishap>();
  const request = async (message: Buffer): Promise<void> => {
    const delay = habits.delay?.() ?? 0;
    if (delay > 0) await sleep(delay);
    const mishap = habits.mishap?.(commandOf(message)) ?? null;
    if (mishap === 'request') return end();
    if (mishap === 'midRequest') return void upstream.write(half(message), end);
    if (mishap !== null) lost.set(requestId(message), mishap);
    upstream.write(message);
  };
  const reply = (message: Buffer): void => {
    const mishap = lost.get(responseTo(message));
    if (mishap === 'silence') return;
    if (mishap === 'midReply') return void client.write(half(message), end);
    if (mishap !== undefined) return end();
    client.write(withClockMoved(message, habits.clockMs));
  };
  let passing = Promise.resolve();
  const requests = createSplitter();
  const replies = createSplitter();
  client.on('data', (chunk) => {
    for (const message of requests(chunk as Buffer)) passing = passing.then(() => request(message));
  });
  upstream.on('data', (chunk) => replies(chunk as Buffer).forEach(reply));
};

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });

/** Starts a proxy on a port of its own. `messages`: it is a MongoDB server's; else bytes are passed as they come. */
export const startProxy = async (target: number, kind: 'messages' | 'bytes'): Promise<Proxy> => {
  const habits: Habits = { delay: null, mishap: null, clockMs: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined); // close follows
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    if (kind === 'messages') passMessages(client, upstream, habits);
    else client.pipe(upstream).pipe(client);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port,
    setAway: async (away) => {
      if (away && server.listening) await stop();
      if (!away && !server.listening) await listen(server, port);
    },
    setDelay: (draw) => void (habits.delay = draw),
    setMishaps: (of) => void (habits.mishap = of),
    setClock: (ms) => void (habits.clockMs = ms),
    close: stop,
  };
};
