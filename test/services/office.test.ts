import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { protocolVersion, receive, send, type ClientMessage, type SupervisorMessage } from '../../services/messages.ts';
import { createOffice } from '../../services/office.ts';

type OpenMessage = Extract<ClientMessage, { readonly type: 'open' }>;

const opening = (news: Partial<OpenMessage> = {}): OpenMessage => ({
  type: 'open',
  protocol: protocolVersion,
  version: '0.0.1',
  pid: 42,
  needs: {},
  slots: { wanted: 0, force: false, held: 0 },
  ...news,
});

/** An office without servers behind a socket, and a client of it that counts what it is told. */
async function openOffice() {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-office-'));
  const counts: number[] = [];
  let stops = 0;
  const office = createOffice({
    home: '/home/of/sweep',
    sockets: folder,
    records: { get: () => null, set: () => undefined },
    followsAnother: false,
    onClients: (count) => counts.push(count),
    onStop: () => stops++,
    log: () => undefined,
  });
  const server = createServer(office.serve).listen(join(folder, 's'));
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const call = async () => {
    const socket = connect(join(folder, 's'));
    const messages: SupervisorMessage[] = [];
    receive<SupervisorMessage>(socket, (message) => messages.push(message));
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return { socket, messages };
  };
  return { office, call, counts, stops: () => stops };
}

test('a client that speaks another protocol is told both versions and what to do', async () => {
  const { call, counts } = await openOffice();
  const { socket, messages } = await call();

  send(socket, opening({ protocol: 99, version: '9.9.9' }));
  await once(socket, 'close');

  expect(messages).toEqual([
    {
      type: 'refused',
      message: expect.stringMatching(
        /^The servers of \/home\/of\/sweep are held by sweep \d+\.\d+\.\d+ \(process \d+\), which sweep 9\.9\.9 does not understand\.$/,
      ),
      fix: 'use one version for one folder: end the commands of the other one, then run "sweep services stop"',
    },
  ]);
  expect(counts).toEqual([]);
});

test('a client counts until its socket closes; who only asks does not count', async () => {
  const { call, counts } = await openOffice();
  const [holder, visitor] = [await call(), await call()];
  send(holder.socket, opening());
  send(visitor.socket, { type: 'status' });
  await expect.poll(() => visitor.messages.length).toBe(1);
  expect(visitor.messages[0]).toMatchObject({ type: 'status', status: { clients: [{ pid: 42, version: '0.0.1' }] } });

  visitor.socket.destroy();
  holder.socket.destroy();

  await expect.poll(() => counts).toEqual([1, 0]);
});

test('a stop goes through when nobody holds a lease, or by force', async () => {
  const { call, stops } = await openOffice();
  const [holder, stopper] = [await call(), await call()];
  send(holder.socket, opening());
  await expect.poll(() => holder.messages.length).toBeGreaterThan(0);

  send(stopper.socket, { type: 'stop', force: false });
  await expect
    .poll(() => stopper.messages)
    .toMatchObject([{ type: 'refused', message: expect.stringContaining('(process 42)') }]);
  expect(stops()).toBe(0);
  send(stopper.socket, { type: 'stop', force: true });

  await expect.poll(stops).toBe(1);
});

test('who comes while the servers are being ended is told to wait for another supervisor', async () => {
  const { call, office } = await openOffice();
  await office.close(false);

  const { messages } = await call();

  await expect.poll(() => messages).toEqual([{ type: 'leaving', forGood: false }]);
});
