import type { Socket } from 'node:net';
import { keepServer, type KeptServer } from './kept-server.ts';
import { rotateLog } from './log-file.ts';
import {
  protocolVersion,
  receive,
  send,
  type ClientMessage,
  type ServerName,
  type ServerStates,
  type SupervisorMessage,
} from './messages.ts';
import { packageVersion } from './package-root.ts';
import { physicalCores } from './physical-cores.ts';
import { planServer } from './server-plans.ts';
import { createSlotLedger } from './slot-ledger.ts';
import type { ServerRecord } from './state-file.ts';

type OpenMessage = Extract<ClientMessage, { readonly type: 'open' }>;
type Client = { readonly id: number; readonly socket: Socket; readonly pid: number; readonly version: string };

type Options = {
  readonly home: string;
  readonly sockets: string;
  readonly records: {
    readonly get: (name: ServerName) => ServerRecord | null;
    readonly set: (name: ServerName, record: ServerRecord) => void;
  };
  readonly followsAnother: boolean; // servers, clients and leases of a killed supervisor may be about
  readonly onClients: (count: number) => void;
  readonly onStop: () => void;
  readonly log: (line: string) => void;
};

/** What a supervisor does for its clients: servers, slots, news. */
export type Office = {
  readonly serve: (socket: Socket) => void;
  readonly check: () => void;
  readonly close: (forGood: boolean) => Promise<void>; // ends the servers
};

const returnMs = 3_000; // in which the clients of a killed supervisor come back for the slots that they hold

export function createOffice(options: Options): Office {
  const { home, sockets, records, log } = options;
  const startedAt = new Date().toISOString();
  const version = packageVersion();
  const total = physicalCores();
  const ledger = createSlotLedger({ total, isOpen: !options.followsAnother });
  const kept = new Map<ServerName, KeptServer>();
  const clients = new Map<Socket, Client>();
  let nextId = 1;
  let leaving: { readonly forGood: boolean } | undefined;

  const broadcast = (message: SupervisorMessage) => {
    for (const { socket } of clients.values()) send(socket, message);
  };
  const servers = (): ServerStates => Object.fromEntries([...kept].map(([name, server]) => [name, server.state()]));
  const told = new Map<number, number>();
  const tellSlots = () => {
    for (const { id, socket } of clients.values()) {
      const granted = ledger.granted(id);
      if (told.get(id) !== granted) send(socket, { type: 'slots', granted });
      told.set(id, granted);
    }
  };
  if (options.followsAnother) {
    setTimeout(() => {
      ledger.open();
      tellSlots();
    }, returnMs).unref();
  }

  const keep = (name: ServerName, { needs }: OpenMessage) => {
    const binary = needs[name];
    if (binary === undefined || kept.has(name)) return;
    const plan = planServer(name, binary, home, sockets);
    const save = (record: ServerRecord) => records.set(name, record);
    const onChange = () => broadcast({ type: 'servers', servers: servers() });
    kept.set(name, keepServer({ plan, home, record: records.get(name), save, onChange, log }));
  };

  const open = (socket: Socket, message: OpenMessage) => {
    if (message.protocol !== protocolVersion) {
      const text = `The servers of ${home} are held by sweep ${version} (process ${process.pid}), which sweep ${message.version} does not understand.`;
      send(socket, {
        type: 'refused',
        message: text,
        fix: 'use one version for one folder: end the commands of the other one, then run "sweep services stop"',
      });
      socket.end();
      return;
    }
    const client = { id: nextId++, socket, pid: message.pid, version: message.version };
    clients.set(socket, client);
    options.onClients(clients.size);
    keep('mongo', message);
    keep('temporal', message);
    send(socket, { type: 'servers', servers: servers() });
    ledger.set(client.id, message.slots);
    told.set(client.id, -1);
    tellSlots();
  };

  const stop = (socket: Socket, force: boolean) => {
    const users = [...clients.values()].map(({ pid }) => pid);
    if (users.length === 0 || force) return options.onStop();
    const text = `${users.length === 1 ? 'A command uses' : `${users.length} commands use`} the servers of ${home} (process ${users.join(', ')}).`;
    send(socket, {
      type: 'refused',
      message: text,
      fix: 'end it first (Ctrl-C keeps the sweep), or take the servers away from it: sweep services stop --force',
    });
  };

  return {
    serve(socket) {
      socket.on('error', () => undefined); // close follows
      socket.on('close', () => {
        const client = clients.get(socket);
        if (client === undefined) return;
        clients.delete(socket);
        ledger.release(client.id);
        told.delete(client.id);
        tellSlots();
        options.onClients(clients.size);
      });
      if (leaving !== undefined) return send(socket, { type: 'leaving', ...leaving });
      receive<ClientMessage>(socket, (message) => {
        if (leaving !== undefined) return send(socket, { type: 'leaving', ...leaving });
        if (message.type === 'open') return open(socket, message);
        if (message.type === 'stop') return stop(socket, message.force);
        const users = [...clients.values()].map((client) => ({
          pid: client.pid,
          version: client.version,
          slots: ledger.granted(client.id),
        }));
        return send(socket, {
          type: 'status',
          status: { pid: process.pid, version, startedAt, servers: servers(), clients: users, slots: total },
        });
      });
    },
    check() {
      for (const [name, server] of kept) {
        server.check();
        rotateLog(home, name);
      }
    },
    async close(forGood) {
      leaving = { forGood };
      broadcast({ type: 'leaving', forGood });
      await Promise.all([...kept.values()].map((server) => server.stop()));
    },
  };
}
