import type { Socket } from 'node:net';

/** Raised when a message changes its meaning: two programs that differ here cannot share one supervisor. */
export const protocolVersion = 1;

export type ServerName = 'temporal' | 'mongo';
export type ServerKind = 'temporal' | 'mongod' | 'ferretdb';

/** A server program that can be started. */
export type ServerBinary = { readonly kind: ServerKind; readonly path: string; readonly version: string };

export type ServerState = {
  readonly state: 'starting' | 'ready' | 'failed'; // failed: died several times in a row; it is still tried
  readonly kind: ServerKind;
  readonly version: string;
  readonly address: string; // host:port of Temporal, connection string of MongoDB
  readonly pid: number | null;
  readonly restarts: number; // by this supervisor, because it had died
  readonly error: string | null;
};

export type ServerStates = { readonly [name in ServerName]?: ServerState };

/** What a client wants: up to `wanted` slots; by `force` all of them at once, however many others hold. */
export type SlotWish = { readonly wanted: number; readonly force: boolean };

export type ClientMessage =
  | {
      readonly type: 'open'; // from here on the socket is a lease
      readonly protocol: number;
      readonly version: string;
      readonly pid: number;
      readonly needs: { readonly [name in ServerName]?: ServerBinary };
      readonly slots: SlotWish & { readonly held: number }; // held: granted by an earlier supervisor
    }
  | { readonly type: 'status' }
  | { readonly type: 'stop'; readonly force: boolean };

export type SupervisorStatus = {
  readonly pid: number;
  readonly version: string;
  readonly startedAt: string; // ISO 8601
  readonly servers: ServerStates;
  readonly clients: readonly { readonly pid: number; readonly version: string; readonly slots: number }[];
  readonly slots: number; // that may be leased in all
};

export type SupervisorMessage =
  | { readonly type: 'servers'; readonly servers: ServerStates }
  | { readonly type: 'slots'; readonly granted: number }
  | { readonly type: 'status'; readonly status: SupervisorStatus }
  | { readonly type: 'refused'; readonly message: string; readonly fix: string }
  | { readonly type: 'leaving'; readonly forGood: boolean }; // it ends the servers, then closes the socket; forGood: somebody asked for that

/** Sends one message as a line of JSON; a peer that is gone is told by the socket's close. */
export function send(socket: Socket, message: ClientMessage | SupervisorMessage): void {
  if (!socket.destroyed && socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `onMessage` for each line of JSON that arrives; closes the socket on what is no JSON. */
export function receive<Message>(socket: Socket, onMessage: (message: Message) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = parseLine<Message>(line);
      if (message === undefined) socket.destroy();
      else onMessage(message);
    }
  });
}

function parseLine<Message>(line: string): Message | undefined {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}
