import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { servicesStatus, stopServices } from '../../services/manage-services.ts';
import type { SupervisorStatus } from '../../services/messages.ts';
import { identifyProcess, processesWith } from '../../services/process-identity.ts';
import { readServicesState } from '../../services/state-file.ts';
import { eventually, open, openElsewhere, supervisorOf, temporaryHome } from './temporary-home.ts';

const areReady = ({ servers }: SupervisorStatus) =>
  servers.temporal?.state === 'ready' && servers.mongo?.state === 'ready';
const isGone = async (pid: number | null | undefined) => identifyProcess(pid ?? 0) === undefined;

test.for(['temporal', 'mongo'] as const)('%s is started again at the same address when it is killed', async (name) => {
  const home = temporaryHome();
  const services = await open(home);
  const addresses = [services.temporalAddress, services.mongodbUri];
  const before = (await supervisorOf(home)).servers;

  process.kill(before[name]?.pid ?? 0, 'SIGKILL');
  const after = await eventually(async () => {
    const { servers } = await supervisorOf(home);
    return servers[name]?.restarts === 1 && servers[name].state === 'ready' && servers;
  });

  const other = name === 'mongo' ? 'temporal' : 'mongo';
  expect([services.temporalAddress, services.mongodbUri]).toEqual(addresses);
  expect(after[name]?.address).toBe(before[name]?.address);
  expect(after[other]).toEqual(before[other]);
});

test('clients of a killed supervisor make a new one, which adopts the servers and keeps the slots', async () => {
  const home = temporaryHome();
  const first = await open(home, { slots: { wanted: 1, force: false } });
  await openElsewhere(home);
  const before = await supervisorOf(home);

  process.kill(before.pid, 'SIGKILL');
  const after = await eventually(async () => {
    const { supervisor } = await servicesStatus(home);
    return supervisor?.clients.length === 2 && areReady(supervisor) && supervisor;
  });

  expect(after.pid).not.toBe(before.pid);
  expect(after.servers.temporal?.pid).toBe(before.servers.temporal?.pid);
  expect(after.servers.mongo?.pid).toBe(before.servers.mongo?.pid);
  expect(first.slots).toBe(1);
  expect(after.clients.find(({ pid }) => pid === process.pid)?.slots).toBe(1);
});

test('servers whose supervisor and clients were all killed serve the next client', async () => {
  const home = temporaryHome();
  const client = await openElsewhere(home);
  const before = await supervisorOf(home);
  client.kill('SIGKILL');
  process.kill(before.pid, 'SIGKILL');
  await eventually(() => isGone(before.pid));

  await open(home);

  const after = await supervisorOf(home);
  expect(after.servers.temporal?.pid).toBe(before.servers.temporal?.pid);
  expect(after.servers.mongo?.pid).toBe(before.servers.mongo?.pid);
});

test('servers that nothing holds any more are ended by a stop', async () => {
  const home = temporaryHome();
  const client = await openElsewhere(home);
  const { pid, servers } = await supervisorOf(home);
  client.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await eventually(() => isGone(pid));
  expect((await servicesStatus(home)).leftOver.map((left) => left.pid)).toEqual([
    servers.temporal?.pid,
    servers.mongo?.pid,
  ]);

  const stopped = await stopServices(home, { force: false });

  expect(stopped).toBe(true);
  expect(await isGone(servers.temporal?.pid)).toBe(true);
  expect(await isGone(servers.mongo?.pid)).toBe(true);
});

test('everything ends by itself when the last client has been killed', async () => {
  vi.stubEnv('SWEEP_LINGER_SECONDS', '0.3');
  const home = temporaryHome();
  const client = await openElsewhere(home);
  vi.unstubAllEnvs();
  const { pid, servers } = await supervisorOf(home);
  const sockets = readServicesState(home)?.sockets ?? '';

  client.kill('SIGKILL');
  await eventually(() => isGone(pid));

  expect(await isGone(servers.temporal?.pid)).toBe(true);
  expect(await isGone(servers.mongo?.pid)).toBe(true);
  expect(existsSync(sockets)).toBe(false);
});

test('clients that come at the same moment find one supervisor', async () => {
  const home = temporaryHome();

  await Promise.all([openElsewhere(home), openElsewhere(home), ...Array.from({ length: 4 }, () => open(home))]);

  expect((await supervisorOf(home)).clients).toHaveLength(6);
  expect(
    processesWith('--max-semi-space-size=1', join(process.cwd(), 'dist', 'services', 'supervisor-main.js')).filter(
      ({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(home),
    ),
  ).toHaveLength(1);
  const databases = [processesWith('--dir', join(home, 'ferretdb')), processesWith('--dbpath', join(home, 'mongod'))];
  expect(databases.flat()).toHaveLength(1);
});

test('slots are shared, forced ones are not counted, and those of a killed client go to who waits', async () => {
  const home = temporaryHome();
  const first = await openElsewhere(home, 1000);
  const { slots: total } = await supervisorOf(home);
  const waiting = await open(home, { slots: { wanted: 1, force: false } });
  const forced = await open(home, { slots: { wanted: 7, force: true } });
  const told: number[] = [];
  waiting.onSlots((slots) => told.push(slots));
  expect([waiting.slots, forced.slots]).toEqual([0, 7]);

  first.kill('SIGKILL');
  await forced.close();

  expect(total).toBeGreaterThan(0);
  await eventually(async () => waiting.slots === 1);
  expect(told).toEqual([1]);
});

test('a port that another program took meanwhile is given up for a new one', async () => {
  const home = temporaryHome();
  const before = await open(home);
  await before.close();
  await stopServices(home, { force: true });
  const port = readServicesState(home)?.temporal?.port ?? 0;
  const squatter = createServer().listen(port, '127.0.0.1');

  const after = await open(home);

  expect(after.temporalAddress).not.toBe(before.temporalAddress);
  expect(after.temporalAddress).toBe(`127.0.0.1:${readServicesState(home)?.temporal?.port}`);
  squatter.close();
});

test('a Temporal database whose making was cut short is made anew', async () => {
  const home = temporaryHome();
  mkdirSync(join(home, 'temporal'));
  writeFileSync(join(home, 'temporal', 'temporal-1.5.1.db'), 'half of it');

  const services = await open(home);

  expect(services.temporalAddress).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(readdirSync(join(home, 'temporal'))).toContain('temporal-1.5.1.db.complete');
});

test('servers are started again when their sockets were deleted', async () => {
  const home = temporaryHome();
  const { mongodbUri } = await open(home);
  const before = await supervisorOf(home);

  rmSync(dirname(decodeURIComponent(new URL(mongodbUri).host)), { recursive: true });
  const after = await eventually(async () => {
    const { supervisor } = await servicesStatus(home);
    return supervisor !== null && supervisor.pid !== before.pid && areReady(supervisor) && supervisor;
  });

  expect(after.pid).not.toBe(before.pid);
  expect(after.servers.mongo?.address).toBe(mongodbUri);
  expect(after.servers.temporal?.pid).toBe(before.servers.temporal?.pid);
});

test('a stop is refused while a command uses the servers, and with force it tells that command', async () => {
  const home = temporaryHome();
  const services = await open(home);
  const lost = new Promise((resolve) => void services.onLost(resolve));

  await expect(stopServices(home, { force: false })).rejects.toThrow(
    `A command uses the servers of ${home} (process ${process.pid}).`,
  );
  await stopServices(home, { force: true });

  expect(await lost).toMatchObject({ message: 'The servers were stopped by "sweep services stop --force".' });
  expect((await servicesStatus(home)).supervisor).toBeNull();
});
