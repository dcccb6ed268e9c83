import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withDatabase } from '../../services/external-servers.ts';
import { homeIdentity } from '../../services/home-identity.ts';
import { logFile, openLog, rotateLog, tailLog } from '../../services/log-file.ts';
import { receive } from '../../services/messages.ts';
import { openServices } from '../../services/open-services.ts';
import { parseCpuInfo, parseCpuMax } from '../../services/physical-cores.ts';
import { isPortFree } from '../../services/ports.ts';
import { probeMongo } from '../../services/probe-mongo.ts';
import { probeTemporal } from '../../services/probe-temporal.ts';
import { identifyProcess, isAlive, processesWith } from '../../services/process-identity.ts';
import { otherMachine, readServicesState, stateFile, writeServicesState } from '../../services/state-file.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-parts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A loopback server that does `answer` with each connection. */
async function listening(answer: (socket: NodeJS.WritableStream) => void): Promise<number> {
  const server = createServer((socket) => answer(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('messages are put together from whatever pieces they come in', () => {
  const socket = new PassThrough();
  const messages: unknown[] = [];
  receive(socket as never, (message) => messages.push(message));

  for (const piece of ['{"a"', ':1}\n{"b":"ü', '"}\n{"c"', ':3}\n']) socket.emit('data', piece);

  expect(messages).toEqual([{ a: 1 }, { b: 'ü' }, { c: 3 }]);
});

test('what is no JSON closes the socket', () => {
  const socket = new PassThrough();
  receive(socket as never, () => undefined);

  socket.emit('data', 'GET / HTTP/1.1\n');

  expect(socket.destroyed).toBe(true);
});

test.for([
  ['mongodb://host', 'mongodb://host/sweep'],
  ['mongodb://host/', 'mongodb://host/sweep'],
  ['mongodb://host/team', 'mongodb://host/team'],
  ['mongodb+srv://me:secret@a.example/?retryWrites=true', 'mongodb+srv://me:secret@a.example/sweep?retryWrites=true'],
  ['mongodb://a:1,b:2/?replicaSet=r', 'mongodb://a:1,b:2/sweep?replicaSet=r'],
  ['mongodb://host?tls=true', 'mongodb://host/sweep?tls=true'],
] as const)('%s is used as %s', ([given, used]) => {
  expect(withDatabase(given)).toBe(used);
});

test('a MongoDB that does not answer is an error that hides its password', async () => {
  const port = await listening((socket) => socket.end());

  const opening = openServices({
    home: undefined,
    env: { TEMPORAL_ADDRESS: `127.0.0.1:${port}`, MONGODB_URI: 'mongodb://me:secret@' },
  });

  await expect(opening).rejects.toMatchObject({
    code: 'SERVER_UNAVAILABLE',
    message: expect.not.stringContaining('secret'),
  });
});

test('a Temporal that cannot be reached is an error that names it, its namespace and the way out', async () => {
  const port = await listening((socket) => socket.end());

  const opening = openServices({
    home: undefined,
    env: { TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: 'team' },
  });

  await expect(opening).rejects.toMatchObject({
    code: 'SERVER_UNAVAILABLE',
    message: expect.stringContaining(`TEMPORAL_ADDRESS=127.0.0.1:${port} (namespace team) cannot be used: `),
    fix: expect.stringContaining('unset TEMPORAL_ADDRESS'),
  });
});

test('without a folder of Sweep embedded servers are refused', async () => {
  await expect(openServices({ home: undefined, env: {} })).rejects.toMatchObject({ code: 'HOME' });
});

test('a server that accepts and stays silent is not ready', async () => {
  const port = await listening(() => undefined);

  expect(await probeTemporal({ address: `127.0.0.1:${port}`, namespace: 'default', timeoutMs: 100 })).toBe(
    'no answer within 0.1 s',
  );
  expect(await probeMongo({ port, host: '127.0.0.1' }, 100)).toBe('no answer within 0.1 s');
});

test('a server of another kind is not ready', async () => {
  const port = await listening((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));

  expect(await probeTemporal({ address: `127.0.0.1:${port}`, namespace: 'default', timeoutMs: 1000 })).toEqual(
    expect.any(String),
  );
  expect(await probeMongo({ port, host: '127.0.0.1' }, 1000)).toEqual(expect.any(String));
});

test('a port that somebody listens on is not free', async () => {
  const port = await listening(() => undefined);

  expect(await isPortFree(port)).toBe(false);
});

test('hyper-threads of one core count once', () => {
  const thread = (physical: number, core: number) =>
    `processor\t: 0\nphysical id\t: ${physical}\ncore id\t\t: ${core}\n`;

  expect(parseCpuInfo([thread(0, 0), thread(0, 0), thread(0, 1), thread(1, 0)].join('\n'))).toBe(3);
  expect(parseCpuInfo('processor\t: 0\nBogoMIPS\t: 50\n')).toBeUndefined();
});

test.for([
  ['max 100000', undefined],
  ['250000 100000', 2],
  ['50000 100000', 1],
  ['', undefined],
] as const)('a quota of "%s" is %s cores', ([text, cores]) => {
  expect(parseCpuMax(text)).toBe(cores);
});

test('a process is told from a later one of the same number, and dead from living', async () => {
  const child = spawn('sleep', ['60']);
  const identity = identifyProcess(child.pid ?? 0);
  expect(identity !== undefined && isAlive(identity)).toBe(true);
  expect(isAlive({ pid: child.pid ?? 0, started: 'earlier' })).toBe(false);

  child.kill('SIGKILL');
  await once(child, 'exit');

  expect(identity !== undefined && isAlive(identity)).toBe(false);
});

test("a server is recognised by its folder among all processes' arguments", async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', '--', '--dir', folder]);
  onTestFinished(() => void child.kill('SIGKILL'));

  // Between fork and exec a process still has its parent's arguments.
  await vi.waitFor(() => expect(processesWith('--dir', folder).map(({ pid }) => pid)).toEqual([child.pid]));
  expect(processesWith('--dir', `${folder}/`)).toEqual([]);
});

test('a folder that another machine used a moment ago is recognised until it has been silent for a while', () => {
  const home = temporaryFolder();
  writeServicesState(home, {
    v: 1,
    home: homeIdentity(home),
    machine: 'other boot',
    sockets: '/tmp/x',
    temporal: null,
    mongo: null,
  });

  expect(otherMachine(home, 'here boot', Date.now(), 10_000)).toBe('other');
  expect(otherMachine(home, 'other boot', Date.now(), 10_000)).toBeUndefined();
  const past = new Date(Date.now() - 20_000);
  utimesSync(stateFile(home), past, past);
  expect(otherMachine(home, 'here boot', Date.now(), 10_000)).toBeUndefined();
});

test('a copy of a home knows nothing of the processes, the port and the sockets of the home that it was copied from', () => {
  const [home, copy] = [temporaryFolder(), temporaryFolder()];
  const ours = {
    v: 1,
    home: homeIdentity(home),
    machine: 'here',
    sockets: '/tmp/x',
    temporal: null,
    mongo: null,
  } as const;
  writeServicesState(home, ours);
  copyFileSync(stateFile(home), stateFile(copy));

  expect(readServicesState(home)).toEqual(ours);
  expect(readServicesState(copy)).toBeUndefined();
});

test('a state file that cannot be read is as good as none', () => {
  const home = temporaryFolder();
  writeFileSync(stateFile(home), '{"v":1,');

  expect(readServicesState(home)).toBeUndefined();
});

test('a long log is moved away and goes on empty in the same file', () => {
  const home = temporaryFolder();
  mkdirSync(join(home, 'logs'));
  const file = join(home, 'logs', 'temporal.log');
  writeFileSync(file, `${'x'.repeat(5_000_000)}\nlast words\n`);
  expect(tailLog(home, 'temporal', 1)).toBe('last words');

  rotateLog(home, 'temporal');

  expect(readFileSync(file, 'utf8')).toBe('');
  expect(readFileSync(`${file}.1`, 'utf8')).toHaveLength(5_000_012);
});

test('logs and what was moved out of them are for their user alone, whatever the umask', () => {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const home = temporaryFolder();
  closeSync(openLog(home, 'temporal'));
  const file = logFile(home, 'temporal');
  writeFileSync(file, 'x'.repeat(5_000_001));

  closeSync(openLog(home, 'temporal'));

  const modes = [join(home, 'logs'), file, `${file}.1`].map((path) => statSync(path).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600, 0o600]);
});

test('a long log that cannot be copied is emptied all the same', () => {
  const home = temporaryFolder();
  const file = join(home, 'logs', 'temporal.log');
  mkdirSync(`${file}.1`, { recursive: true });
  writeFileSync(file, 'x'.repeat(5_000_001));

  rotateLog(home, 'temporal');

  expect(readFileSync(file, 'utf8')).toBe('');
});
