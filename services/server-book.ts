import { keepServer, type KeptServer } from './kept-server.ts';
import { rotateLog } from './log-file.ts';
import type { ServerBinary, ServerName, ServerStates } from './messages.ts';
import { planServer } from './server-plans.ts';
import type { ServerRecord } from './state-file.ts';

export type ServerBookOptions = {
  readonly home: string;
  readonly sockets: string;
  readonly records: {
    readonly get: (name: ServerName) => ServerRecord | null;
    readonly set: (name: ServerName, record: ServerRecord) => void;
  };
  readonly log: (line: string) => void;
};

/** The servers that a supervisor keeps running: each from when a client first needs it until `stop`. */
export type ServerBook = {
  readonly keep: (needs: { readonly [name in ServerName]?: ServerBinary }) => void;
  readonly states: () => ServerStates;
  readonly check: () => void;
  readonly stop: () => Promise<void>;
};

export function createServerBook(
  { home, sockets, records, log }: ServerBookOptions,
  onChange: (states: ServerStates) => void,
): ServerBook {
  const kept = new Map<ServerName, KeptServer>();
  const states = (): ServerStates => Object.fromEntries([...kept].map(([name, server]) => [name, server.state()]));
  const keepOne = (name: ServerName, binary: ServerBinary | undefined) => {
    if (binary === undefined) return;
    if (kept.has(name)) return kept.get(name)?.retry();
    const plan = planServer(name, binary, home, sockets);
    const save = (record: ServerRecord) => records.set(name, record);
    const server = keepServer({ plan, home, record: records.get(name), save, onChange: () => onChange(states()), log });
    kept.set(name, server);
  };
  return {
    keep(needs) {
      keepOne('mongo', needs.mongo);
      keepOne('temporal', needs.temporal);
    },
    states,
    check() {
      for (const [name, server] of kept) {
        server.check();
        rotateLog(home, name);
      }
    },
    async stop() {
      await Promise.all([...kept.values()].map((server) => server.stop()));
    },
  };
}
