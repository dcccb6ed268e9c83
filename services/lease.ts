import type { Socket } from 'node:net';
import { SweepError } from '../core/errors.ts';
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
import { reachSupervisor } from './supervisor-process.ts';

/** A client's hold on the servers of a home. It lasts until `close` or the end of this process, over any number of supervisors. */
export type Lease = {
  readonly servers: () => ServerStates;
  readonly slots: () => number;
  readonly close: () => void;
};

export type LeaseOptions = {
  readonly home: string;
  readonly needs: { readonly [name in ServerName]?: ServerBinary };
  readonly slots: SlotWish;
  readonly onSlots: (granted: number) => void;
  readonly onLost: (error: unknown) => void; // the servers were taken away and will not come back
};

const readyMs = 90_000;

/** @throws {SweepError} SERVER_UNAVAILABLE if a server does not become ready */
export async function openLease(options: LeaseOptions): Promise<Lease> {
  const { home, needs } = options;
  let servers: ServerStates = {};
  let slots = 0;
  let socket: Socket | undefined;
  let closed = false;
  let forGood = false;

  const onMessage = (message: SupervisorMessage, ready: Waiting) => {
    if (message.type === 'refused')
      return ready.fail(new SweepError({ code: 'SERVER_UNAVAILABLE', message: message.message, fix: message.fix }));
    if (message.type === 'leaving') forGood = message.forGood;
    if (message.type === 'servers') servers = message.servers;
    if (message.type === 'slots') {
      slots = message.granted;
      ready.hasSlots = true;
      options.onSlots(slots);
    }
    const problem = failure(home, needs, servers);
    if (problem !== undefined) ready.fail(problem);
    else if (ready.hasSlots && areReady(needs, servers)) ready.done();
    return undefined;
  };

  /** Opens the lease and waits; resolves with false if the supervisor went away before everything was ready. */
  const attach = async (): Promise<boolean> => {
    const opened = await reachSupervisor(home);
    socket = opened;
    forGood = false;
    return new Promise<boolean>((resolve, reject) => {
      const late = setTimeout(() => ready.fail(notReady(home, needs, servers)), readyMs);
      let settled = false;
      const settle = (act: () => void) => {
        clearTimeout(late);
        settled = true;
        act();
      };
      const ready: Waiting = {
        hasSlots: false,
        done: () => settle(() => resolve(true)),
        fail: (error) => {
          if (!settled) opened.destroy();
          settle(() => reject(error));
        },
      };
      opened.on('error', () => undefined); // close follows
      opened.on('close', () => {
        if (!settled) return settle(() => resolve(false));
        if (closed || socket !== opened) return undefined;
        return void attachAgain(forGood);
      });
      receive<SupervisorMessage>(opened, (message) => onMessage(message, ready));
      const { wanted, force } = options.slots;
      send(opened, {
        type: 'open',
        protocol: protocolVersion,
        version: packageVersion(),
        pid: process.pid,
        needs,
        slots: { wanted, force, held: slots },
      });
    });
  };

  const attachAgain = async (stopped: boolean): Promise<void> => {
    try {
      if (stopped)
        throw new SweepError({
          code: 'SERVER_UNAVAILABLE',
          message: 'The servers were stopped by "sweep services stop".',
          fix: 'start them again with any command, e.g. sweep resume',
        });
      while (!closed && !(await attach()));
      if (closed) socket?.destroy();
    } catch (error) {
      if (!closed) options.onLost(error);
    }
  };

  while (!(await attach()));
  return {
    servers: () => servers,
    slots: () => slots,
    close() {
      closed = true;
      socket?.destroy();
    },
  };
}

type Waiting = { hasSlots: boolean; readonly done: () => void; readonly fail: (error: unknown) => void };
type Needs = LeaseOptions['needs'];

const namesOf = (needs: Needs): readonly ServerName[] => Object.keys(needs) as ServerName[];
const areReady = (needs: Needs, servers: ServerStates): boolean =>
  namesOf(needs).every((name) => servers[name]?.state === 'ready');

function failure(home: string, needs: Needs, servers: ServerStates): SweepError | undefined {
  const name = namesOf(needs).find((candidate) => servers[candidate]?.state === 'failed');
  if (name === undefined) return undefined;
  const { kind, version, error } = servers[name] ?? {};
  return new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `${kind} ${version} does not stay up. Its last words:\n${error ?? ''}`,
    fix: `the whole log: ${logFile(home, name)}`,
  });
}

function notReady(home: string, needs: Needs, servers: ServerStates): SweepError {
  const names = namesOf(needs).filter((name) => servers[name]?.state !== 'ready');
  return new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `Not ready within ${readyMs / 1000} s: ${names.join(', ')}.`,
    fix: `the logs: ${names.map((name) => logFile(home, name)).join(', ')}`,
  });
}
