import type { Socket } from 'node:net';
import { createClientBook, type ClientBook } from './client-book.ts';
import { protocolVersion, receive, send, type ClientMessage, type SupervisorMessage } from './messages.ts';
import { packageVersion } from './package-root.ts';
import { physicalCores } from './physical-cores.ts';
import { createServerBook, type ServerBook, type ServerBookOptions } from './server-book.ts';

type Options = ServerBookOptions & {
  readonly followsAnother: boolean; // servers, clients and leases of a killed supervisor may be about
  readonly onClients: (count: number) => void;
  readonly onStop: () => void;
};

/** What a supervisor does for its clients: answers them, keeps their servers, shares out slots. */
export type Office = {
  readonly serve: (socket: Socket) => void;
  readonly check: () => void;
  readonly close: (forGood: boolean) => Promise<void>; // ends the servers
};

export function createOffice(options: Options): Office {
  const slots = physicalCores();
  const clients = createClientBook({ slots, followsAnother: options.followsAnother });
  const servers = createServerBook(options, (states) => clients.tell({ type: 'servers', servers: states }));
  const desk = createDesk(options, { clients, servers, slots });
  let leaving: SupervisorMessage | undefined;
  return {
    serve(socket) {
      socket.on('error', () => undefined); // close follows
      socket.on('close', () => {
        if (clients.remove(socket)) options.onClients(clients.list().length);
      });
      if (leaving !== undefined) send(socket, leaving);
      receive<ClientMessage>(socket, (message) => {
        if (leaving === undefined) desk[message.type](socket, message as never);
        else send(socket, leaving);
      });
    },
    check: servers.check,
    async close(forGood) {
      leaving = { type: 'leaving', forGood };
      clients.tell(leaving);
      await servers.stop();
    },
  };
}

type Desk = {
  readonly [type in ClientMessage['type']]: (socket: Socket, message: Extract<ClientMessage, { type: type }>) => void;
};

type Books = { readonly clients: ClientBook; readonly servers: ServerBook; readonly slots: number };

/** What is done on each kind of message. */
function createDesk({ home, onClients, onStop }: Options, { clients, servers, slots }: Books): Desk {
  const startedAt = new Date().toISOString();
  const version = packageVersion();
  return {
    open(socket, message) {
      if (message.protocol !== protocolVersion) {
        send(socket, otherProtocol(home, version, message.version));
        socket.end();
        return;
      }
      servers.keep(message.needs);
      send(socket, { type: 'servers', servers: servers.states() });
      clients.add(socket, message);
      onClients(clients.list().length);
    },
    status(socket) {
      const status = {
        pid: process.pid,
        version,
        startedAt,
        servers: servers.states(),
        clients: clients.list(),
        slots,
      };
      send(socket, { type: 'status', status });
    },
    stop(socket, { force }) {
      const pids = clients.list().map(({ pid }) => pid);
      if (pids.length === 0 || force) onStop();
      else send(socket, inUse(home, pids));
    },
  };
}

const otherProtocol = (home: string, ours: string, theirs: string): SupervisorMessage => ({
  type: 'refused',
  message: `The servers of ${home} are held by sweep ${ours} (process ${process.pid}), which sweep ${theirs} does not understand.`,
  fix: 'use one version for one folder: end the commands of the other one, then run "sweep services stop"',
});

const inUse = (home: string, pids: readonly number[]): SupervisorMessage => ({
  type: 'refused',
  message: `${pids.length === 1 ? 'A command uses' : `${pids.length} commands use`} the servers of ${home} (process ${pids.join(', ')}).`,
  fix: 'end it first (Ctrl-C keeps the sweep), or take the servers away from it: sweep services stop --force',
});
