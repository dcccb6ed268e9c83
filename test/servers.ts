import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openHome } from '../services/home.ts';
import { servicesStatus, stopServices } from '../services/manage-services.ts';
import type { Progress } from '../services/progress-clock.ts';
import { openServices } from '../services/open-services.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    temporalAddress: string;
    temporalNamespace: string;
    /** The server that Sweep brings along. */
    mongodbUri: string;
    /** Every server that the store's contract is held against: the one above, and SWEEP_TEST_MONGODB_URI where it is set. */
    mongodbUris: readonly { readonly name: string; readonly uri: string }[];
  }
}

/** Says what is fetched or built, once for every change. */
const createProgress = (): ((progress: Progress) => void) => {
  const last = new Map<string, string>();
  return ({ what, detail }) => {
    if (last.get(what) !== detail) say(`${what}: ${detail}`);
    last.set(what, detail);
  };
};

/** Builds what child processes run, fetches or builds both servers once, and keeps them for the whole run, in a folder of their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  build();
  const folder = mkdtempSync(join(tmpdir(), 'sweep-test-'));
  const env = { ...process.env, SWEEP_HOME: join(folder, 'home'), TEMPORAL_ADDRESS: '', MONGODB_URI: '' };
  const home = openHome({ create: true, env });
  const services = await openServices({
    home,
    env,
    onProgress: createProgress(),
  });
  const { supervisor } = await servicesStatus(home ?? '');
  const { mongo, temporal } = supervisor?.servers ?? {};
  const others = process.env['SWEEP_TEST_MONGODB_URI'] || undefined;
  say(
    `servers: temporal ${temporal?.version} at ${services.temporalAddress}, ${mongo?.kind} ${mongo?.version}${others === undefined ? '' : ' and SWEEP_TEST_MONGODB_URI'}`,
  );
  project.provide('temporalAddress', services.temporalAddress);
  project.provide('temporalNamespace', services.temporalNamespace);
  project.provide('mongodbUri', services.mongodbUri);
  project.provide('mongodbUris', [
    { name: mongo?.kind ?? 'embedded', uri: services.mongodbUri },
    ...(others === undefined ? [] : [{ name: 'SWEEP_TEST_MONGODB_URI', uri: others }]),
  ]);
  return async () => {
    await services.close();
    await stopServices(home ?? '', { force: true });
    rmSync(folder, { recursive: true, force: true });
  };
}

function build(): void {
  try {
    execFileSync(process.execPath, ['build/prepare.js'], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if (!existsSync('dist/services/supervisor-main.js')) throw error;
    say('the build failed: these tests run child processes from an older dist/');
  }
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
