import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { keepServer } from '../../services/kept-server.ts';
import { processesWith } from '../../services/process-identity.ts';
import type { ServerPlan } from '../../services/server-plans.ts';
import type { ServerRecord } from '../../services/state-file.ts';

/** A server that does nothing but run. */
const idlePlan = (home: string): ServerPlan => ({
  name: 'mongo',
  binary: { kind: 'ferretdb', version: '1', path: process.execPath },
  mark: { flag: '--dir', path: home },
  prepare: () => undefined,
  args: () => ['-e', 'setInterval(() => undefined, 1000)', '--', '--dir', home],
  address: (port) => `mongodb://${port}`,
  socket: () => undefined,
  usesPort: false,
  probe: () => Promise.resolve(undefined),
  onFirstReady: () => undefined,
});

test('a server that cannot be written down is ended, and started once there is room and somebody comes', async () => {
  const home = mkdtempSync(join(tmpdir(), 'sweep-kept-'));
  let isFull = true;
  const save = ({ process: pid }: ServerRecord): void => {
    if (isFull && pid !== null) throw new Error('ENOSPC: no space left on device');
  };
  const plan = idlePlan(home);
  const server = keepServer({ plan, home, record: null, save, onChange: () => undefined, log: () => undefined });
  onTestFinished(async () => {
    await server.stop();
    rmSync(home, { recursive: true });
  });

  await vi.waitUntil(() => server.state().state === 'failed', 10_000);
  const left = processesWith('--dir', home);
  const { error } = server.state();
  isFull = false;
  server.retry();
  await vi.waitUntil(() => server.state().state === 'ready', 10_000);

  expect(error).toBe('ENOSPC: no space left on device');
  expect(left).toEqual([]);
  expect(processesWith('--dir', home)).toHaveLength(1);
});

test('a server ends though its end cannot be written down', async () => {
  const home = mkdtempSync(join(tmpdir(), 'sweep-kept-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  let isFull = false;
  const save = (): void => {
    if (isFull) throw new Error('ENOSPC: no space left on device');
  };
  const plan = idlePlan(home);
  const server = keepServer({ plan, home, record: null, save, onChange: () => undefined, log: () => undefined });
  await vi.waitUntil(() => server.state().state === 'ready', 10_000);

  isFull = true;
  await server.stop();

  expect(processesWith('--dir', home)).toEqual([]);
});
