import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';

/**
 * Runs `work` while no other process does so under the same lock file; a lock whose owner is dead is taken over.
 * It only saves double work: whoever slips through writes to a file of its own and renames it.
 */
export async function whileLocked<Result>(
  file: string,
  onWait: (owner: number) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  while (!take(file)) {
    const owner = readOwner(file);
    if (owner !== undefined && isAlive(owner)) {
      onWait(owner.pid);
      await sleep(500);
    } else {
      rmSync(file, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The process that holds a lock now, if one does. */
export function lockHolder(file: string): number | undefined {
  const owner = readOwner(file);
  return owner !== undefined && isAlive(owner) ? owner.pid : undefined;
}

function take(file: string): boolean {
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, JSON.stringify(identifyProcess(process.pid)));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined; // given back meanwhile, or its owner died while writing
  }
}
