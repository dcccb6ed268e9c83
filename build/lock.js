import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Far longer than a build takes: a lock of this age was left by a process whose number another one has now. */
const longestMs = 10 * 60_000;

/** Runs `work` while no other process does so under the same lock file; a lock whose owner is gone is taken over. */
export async function whileLocked(file, work) {
  while (!take(file)) {
    if (isStale(file)) rmSync(file, { force: true });
    else await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    const age = Date.now() - statSync(file).mtimeMs;
    if (age > longestMs) return true;
    return owner > 0 ? !isAlive(owner) : age > 5_000; // empty: its owner is just writing its number, or died before
  } catch (error) {
    if (error.code === 'ENOENT') return false; // given back meanwhile
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // somebody else's
  }
}
