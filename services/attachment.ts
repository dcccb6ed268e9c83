import type { Socket } from 'node:net';
import { join } from 'node:path';
import { SweepError } from '../core/errors.ts';
import { fullFolder, noRoom } from './full-disk.ts';
import { logFile } from './log-file.ts';
import {
  protocolVersion,
  receive,
  send,
  type ServerBinary,
  type ServerName,
  type ServerStates,
  type SlotWish,
  type SupervisorMessage,
} from './messages.ts';
import { packageVersion } from './package-root.ts';

export type Needs = { readonly [name in ServerName]?: ServerBinary };

/** What a client knows of its servers; kept up to date by its attachments, one after the other. */
export type View = { servers: ServerStates; slots: number };

export type Attachment = {
  readonly ready: Promise<boolean>; // false: the supervisor went away before every server was ready
  readonly ended: Promise<'lost' | 'stopped'>; // stopped: somebody asked for it
};

type Options = {
  readonly home: string;
  readonly needs: Needs;
  readonly slots: SlotWish;
  readonly view: View;
  readonly onSlots: (granted: number) => void;
};

const readyMs = 90_000;

/** Asks the supervisor behind `socket` for servers and slots. From then on the open socket is the lease. */
export function attach(socket: Socket, { home, needs, slots, view, onSlots }: Options): Attachment {
  let end: 'lost' | 'stopped' = 'lost';
  const ended = new Promise<'lost' | 'stopped'>((resolve) => socket.on('close', () => resolve(end)));
  const ready = new Promise<boolean>((resolve, reject) => {
    let state: 'waiting' | 'granted' | 'settled' = 'waiting'; // granted: the slots are known
    const settle = (problem?: SweepError) => {
      if (state === 'settled') return;
      state = 'settled';
      clearTimeout(late);
      if (problem === undefined) return resolve(true);
      reject(problem);
      socket.destroy();
    };
    const late = setTimeout(() => settle(notReady(home, needs, view.servers)), readyMs);
    receive<SupervisorMessage>(socket, (message) => {
      if (message.type === 'refused') settle(new SweepError({ code: 'SERVER_UNAVAILABLE', ...message }));
      if (message.type === 'leaving' && message.forGood) end = 'stopped';
      if (message.type === 'servers') view.servers = message.servers;
      if (message.type === 'slots') {
        view.slots = message.granted;
        if (state === 'waiting') state = 'granted';
        onSlots(view.slots);
      }
      const problem = failure(home, needs, view.servers);
      if (problem !== undefined) settle(problem);
      else if (state === 'granted' && areReady(needs, view.servers)) settle();
    });
    socket.on('close', () => {
      clearTimeout(late);
      resolve(false);
    });
  });
  const common = { protocol: protocolVersion, version: packageVersion(), pid: process.pid };
  send(socket, { type: 'open', ...common, needs, slots: { ...slots, held: view.slots } });
  return { ready, ended };
}

const namesOf = (needs: Needs): readonly ServerName[] => Object.keys(needs) as ServerName[];

const areReady = (needs: Needs, servers: ServerStates): boolean =>
  namesOf(needs).every((name) => servers[name]?.state === 'ready');

function failure(home: string, needs: Needs, servers: ServerStates): SweepError | undefined {
  const name = namesOf(needs).find((candidate) => servers[candidate]?.state === 'failed');
  if (name === undefined) return undefined;
  const { kind, version, error } = servers[name] ?? {};
  const full = fullFolder(home);
  if (full !== undefined) return noRoom(`${kind} ${version} does not stay up`, full.folder);
  return new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `${kind} ${version} does not stay up. Its last words:\n${error ?? ''}`,
    fix:
      name === 'temporal'
        ? `the whole log: ${logFile(home, name)}. If its database is damaged, delete ${join(home, 'temporal')}: sweeps go on from what MongoDB holds`
        : `the whole log: ${logFile(home, name)}`,
  });
}

function notReady(home: string, needs: Needs, servers: ServerStates): SweepError {
  const names = namesOf(needs).filter((name) => servers[name]?.state !== 'ready');
  const full = fullFolder(home);
  if (full !== undefined) return noRoom(`Not ready within ${readyMs / 1000} s: ${names.join(', ')}`, full.folder);
  return new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `Not ready within ${readyMs / 1000} s: ${names.join(', ')}.`,
    fix: `the logs: ${names.map((name) => logFile(home, name)).join(', ')}`,
  });
}
