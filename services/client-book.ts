import type { Socket } from 'node:net';
import { send, type ClientMessage, type SupervisorMessage, type SupervisorStatus } from './messages.ts';
import { createSlotLedger } from './slot-ledger.ts';

type OpenMessage = Extract<ClientMessage, { readonly type: 'open' }>;
type Client = { readonly id: number; readonly pid: number; readonly version: string; told: number };

/** The clients that hold a lease, and the slots that they hold. */
export type ClientBook = {
  readonly add: (socket: Socket, message: OpenMessage) => void;
  readonly remove: (socket: Socket) => boolean; // whether it held a lease
  readonly tell: (message: SupervisorMessage) => void;
  readonly list: () => SupervisorStatus['clients'];
};

const returnMs = 3_000; // in which the clients of a killed supervisor come back for the slots that they hold

export function createClientBook(options: { readonly slots: number; readonly followsAnother: boolean }): ClientBook {
  const ledger = createSlotLedger({ total: options.slots, isOpen: !options.followsAnother });
  const clients = new Map<Socket, Client>();
  let nextId = 1;

  const tellSlots = () => {
    for (const [socket, client] of clients) {
      const granted = ledger.granted(client.id);
      if (client.told !== granted) send(socket, { type: 'slots', granted });
      client.told = granted;
    }
  };
  const openLedger = () => {
    ledger.open();
    tellSlots();
  };
  if (options.followsAnother) setTimeout(openLedger, returnMs).unref();

  return {
    add(socket, { pid, version, slots }) {
      const id = nextId++;
      clients.set(socket, { id, pid, version, told: -1 });
      ledger.set(id, slots);
      tellSlots();
    },
    remove(socket) {
      const client = clients.get(socket);
      if (client === undefined) return false;
      clients.delete(socket);
      ledger.release(client.id);
      tellSlots();
      return true;
    },
    tell(message) {
      for (const socket of clients.keys()) send(socket, message);
    },
    list: () => [...clients.values()].map(({ id, pid, version }) => ({ pid, version, slots: ledger.granted(id) })),
  };
}
