import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { socketName } from '../../services/home-identity.ts';
import { claimHome, holdsHome, latestClaim, openSocket } from '../../services/election.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-el-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function candidate(home: string, name: string): Promise<{ readonly path: string; readonly server: Server }> {
  const path = join(home, socketName(home, name));
  const server = createServer((socket) => socket.on('error', () => undefined)).listen(path);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { path, server };
}

/** A claim whose process is gone: its socket refuses. */
const deadClaim = (home: string, generation: number) =>
  symlinkSync(join(home, socketName(home, `gone${generation}`)), join(home, `supervisor.${generation}`));

test('of many candidates that see the same dead claim one is elected', async () => {
  const home = temporaryFolder();
  deadClaim(home, 7);
  const candidates = await Promise.all(Array.from({ length: 12 }, (_, index) => candidate(home, `s${index}`)));

  const claims = await Promise.all(candidates.map(({ path }) => claimHome(home, path)));

  const elected = claims.filter((claim) => claim !== undefined);
  expect(elected).toHaveLength(1);
  expect(elected[0]?.generation).toBe(8);
  expect(latestClaim(home)).toEqual(elected[0]);
});

test('nobody is elected while a supervisor lives', async () => {
  const home = temporaryFolder();
  const [first, second] = [await candidate(home, 'a'), await candidate(home, 'b')];
  const claim = await claimHome(home, first.path);

  expect(await claimHome(home, second.path)).toBeUndefined();

  expect(claim).toEqual({ generation: 1, socket: first.path });
});

test('dead claims are swept away by the next supervisor, whose own stays', async () => {
  const home = temporaryFolder();
  deadClaim(home, 2);
  deadClaim(home, 3);
  const { path } = await candidate(home, 'a');

  const claim = await claimHome(home, path);

  expect(claim?.generation).toBe(4);
  expect(readdirSync(home).toSorted()).toEqual([basename(path), 'supervisor.4']);
});

test('a supervisor loses its hold when a newer claim appears or its socket is deleted', async () => {
  const home = temporaryFolder();
  const { path } = await candidate(home, 'a');
  const claim = (await claimHome(home, path)) ?? { generation: 0, socket: '' };
  expect(holdsHome(home, claim)).toBe(true);

  deadClaim(home, 2);

  expect(holdsHome(home, claim)).toBe(false);
  rmSync(join(home, 'supervisor.2'));
  rmSync(path);
  expect(holdsHome(home, claim)).toBe(false);
});

test('a socket that nobody listens on any more opens as nothing', async () => {
  const home = temporaryFolder();

  expect(await openSocket(join(home, 'none'))).toBeUndefined();
});

test('a copy of a home neither finds the supervisor of the home that it was copied from nor removes its socket', async () => {
  const home = temporaryFolder();
  const { path } = await candidate(home, 'a');
  await claimHome(home, path);
  const copy = temporaryFolder();
  symlinkSync(path, join(copy, 'supervisor.1'));
  const other = await candidate(copy, 'b');

  expect(latestClaim(copy)).toBeUndefined();
  const claim = await claimHome(copy, other.path);

  expect(claim).toEqual({ generation: 2, socket: other.path });
  expect(await openSocket(path)).toBeDefined();
});

/** A process like a supervisor of the home: nothing but its arguments. */
async function standIn(home: string): Promise<void> {
  const script = join(temporaryFolder(), 'supervisor-main.js');
  writeFileSync(script, 'process.stdout.write("ready"); setInterval(() => undefined, 1000);');
  const child = spawn(process.execPath, [script, home], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
}

test('a living supervisor of version 0.1.0, whose socket does not say its home, is found there and in no copy', async () => {
  const [home, copy] = [temporaryFolder(), temporaryFolder()];
  const path = join(home, 's-00c0ffee');
  const server = createServer().listen(path);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  for (const each of [home, copy]) symlinkSync(path, join(each, 'supervisor.3'));
  expect(latestClaim(home)).toBeUndefined();

  await standIn(home);

  expect(latestClaim(home)).toEqual({ generation: 3, socket: path });
  expect(latestClaim(copy)).toBeUndefined();
});

test('sockets that killed supervisors left are removed by the next one, living ones are not', async () => {
  const home = temporaryFolder();
  const dead = await candidate(home, 'dead');
  renameSync(dead.path, `${dead.path}-kept`); // closing removes the file under its first name
  dead.server.close();
  await once(dead.server, 'close');
  const [living, next] = [await candidate(home, 'living'), await candidate(home, 'next')];

  await claimHome(home, next.path);

  expect(existsSync(`${dead.path}-kept`)).toBe(false);
  expect(existsSync(living.path)).toBe(true);
});
