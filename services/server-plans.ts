import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerBinary, ServerName } from './messages.ts';
import { probeMongo } from './probe-mongo.ts';
import { probeTemporal } from './probe-temporal.ts';

/** How one server is started, recognised and asked for its health; `port` is the loopback port drawn for it. */
export type ServerPlan = {
  readonly name: ServerName;
  readonly binary: ServerBinary;
  readonly mark: { readonly flag: string; readonly path: string }; // the argument that only this home's server has
  readonly prepare: () => void;
  readonly args: (port: number) => readonly string[];
  readonly address: (port: number) => string;
  readonly socket: (port: number) => string | undefined; // a file without which nobody can connect
  readonly usesPort: boolean;
  readonly probe: (port: number) => Promise<string | undefined>; // undefined = ready, else what is missing
  readonly onFirstReady: () => void;
};

const databaseName = 'sweep';
const probeMs = 2_000;

export function planServer(name: ServerName, binary: ServerBinary, home: string, sockets: string): ServerPlan {
  if (name === 'temporal') return planTemporal(binary, home);
  return binary.kind === 'ferretdb' ? planFerretdb(binary, home, sockets) : planMongod(binary, home, sockets);
}

function planTemporal(binary: ServerBinary, home: string): ServerPlan {
  const folder = join(home, 'temporal');
  // A file of each version: no version migrates another's, and what the record of work loses the store knows.
  const file = join(folder, `temporal-${binary.version}.db`);
  const complete = `${file}.complete`;
  return {
    name: 'temporal',
    binary,
    mark: { flag: '--db-filename', path: file },
    prepare() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (existsSync(complete)) return;
      // The schema is made only when there is no file: one whose making was cut short would never start.
      for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
    },
    args: (port) =>
      [
        ['server', 'start-dev', '--headless'],
        ['--db-filename', file],
        ['--ip', '127.0.0.1'],
        ['--port', String(port)],
        ['--log-level', 'warn'],
        ['--sqlite-pragma', 'journal_mode=WAL'],
        ['--sqlite-pragma', 'synchronous=NORMAL'],
        ...temporalSettings.map((setting) => ['--dynamic-config-value', setting]),
      ].flat(),
    address: (port) => `127.0.0.1:${port}`,
    socket: () => undefined,
    usesPort: true,
    probe: (port) => probeTemporal({ address: `127.0.0.1:${port}`, namespace: 'default', timeoutMs: probeMs }),
    onFirstReady: () => writeFileSync(complete, '', { mode: 0o600 }),
  };
}

/** For one machine: one partition per queue, and task processors that poll often (the default polls every 100 ms). */
const temporalSettings = [
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'frontend.httpAllowedHosts=["sweep.invalid"]', // its HTTP interface, which nobody uses, answers no browser
];

function planFerretdb(binary: ServerBinary, home: string, sockets: string): ServerPlan {
  const folder = join(home, 'ferretdb');
  const socket = join(sockets, 'mongo.sock');
  return {
    name: 'mongo',
    binary,
    mark: { flag: '--dir', path: folder },
    prepare: () => mkdirSync(folder, { recursive: true, mode: 0o700 }),
    args: () => ['--dir', folder, '--unix', socket, '--log-level', 'error'],
    address: () => mongoUri(socket),
    socket: () => socket,
    usesPort: false,
    probe: () => probeMongo({ path: socket }, probeMs),
    onFirstReady: () => undefined,
  };
}

function planMongod(binary: ServerBinary, home: string, sockets: string): ServerPlan {
  const folder = join(home, 'mongod');
  const socket = (port: number) => join(sockets, `mongodb-${port}.sock`);
  return {
    name: 'mongo',
    binary,
    mark: { flag: '--dbpath', path: folder },
    prepare: () => mkdirSync(folder, { recursive: true, mode: 0o700 }),
    args: (port) =>
      [
        ['--dbpath', folder],
        ['--port', String(port)],
        ['--unixSocketPrefix', sockets],
        ['--filePermissions', '0700'],
        ['--bind_ip', join(sockets, 'bind.sock')], // a path in place of an address: nothing listens on the network
        ['--wiredTigerCacheSizeGB', '0.25'],
        ['--setParameter', 'diagnosticDataCollectionEnabled=false'],
        ['--quiet'],
      ].flat(),
    address: (port) => mongoUri(socket(port)),
    socket,
    usesPort: true,
    probe: (port) => probeMongo({ path: socket(port) }, probeMs),
    onFirstReady: () => undefined,
  };
}

const mongoUri = (socket: string): string => `mongodb://${encodeURIComponent(socket)}/${databaseName}`;

/** Which server wrote the MongoDB data of this home; undefined while there are none. */
export function storedMongoKind(home: string): 'mongod' | 'ferretdb' | undefined {
  return (['mongod', 'ferretdb'] as const).find(
    (kind) => existsSync(join(home, kind)) && readdirSync(join(home, kind)).length > 0,
  );
}
