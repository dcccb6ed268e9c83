import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { openHome } from '../../services/home.ts';
import { servicesStatus, stopServices } from '../../services/manage-services.ts';
import type { SupervisorStatus } from '../../services/messages.ts';
import { openServices, type Services, type ServicesOptions } from '../../services/open-services.ts';

const noServers = { TEMPORAL_ADDRESS: '', MONGODB_URI: '' };

/** A new home under the temporary folder; when the test ends its servers end too, and it is deleted. */
export function temporaryHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-services-'));
  const home = openHome({ create: true, env: { SWEEP_HOME: join(folder, 'home') } }) ?? '';
  onTestFinished(async () => {
    await stopServices(home, { force: true });
    rmSync(folder, { recursive: true, force: true });
  });
  return home;
}

/** Opens the services of a home in this process, closed when the test ends. */
export async function open(home: string, options: Partial<ServicesOptions> = {}): Promise<Services> {
  const services = await openServices({ home, ...options, env: { ...process.env, ...noServers, ...options.env } });
  onTestFinished(services.close);
  return services;
}

/** Opens the services of a home in a process of its own; resolves when they are ready there. */
export async function openElsewhere(home: string, wantedSlots = 0): Promise<ChildProcess> {
  const module = pathToFileURL(join(process.cwd(), 'dist', 'services', 'open-services.js')).href;
  const wish = `{ home: ${JSON.stringify(home)}, slots: { wanted: ${wantedSlots}, force: false } }`;
  const script = `import { openServices } from '${module}'; await openServices(${wish}); console.log('ready'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...noServers },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

export async function supervisorOf(home: string): Promise<SupervisorStatus> {
  const { supervisor } = await servicesStatus(home);
  if (supervisor === null) throw new Error(`no supervisor holds ${home}`);
  return supervisor;
}

/** Polls until `read` gives a value other than undefined and false. */
export async function eventually<Value>(read: () => Promise<Value | undefined | false>, seconds = 20): Promise<Value> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(25)) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
  }
  throw new Error(`not within ${seconds} s`);
}
