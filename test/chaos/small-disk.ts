import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const run = (program: string, args: readonly string[]): boolean => {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Mounts a small file system of its own; false where this user may not, or `SWEEP_CHAOS_MOUNTS=no` says that nobody does. */
export const mountSmall = (folder: string, megabytes: number): boolean => {
  mkdirSync(folder, { recursive: true });
  if (process.env['SWEEP_CHAOS_MOUNTS'] === 'no') return false;
  return run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
};

export const unmount = (folder: string): void => void run('umount', ['-l', folder]);

/** Takes down what a run that was cut off has left mounted under a folder (Linux). */
export const unmountUnder = (folder: string): void => {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  const places = mounts.map((line) => line.split(' ')[1] ?? '');
  for (const place of places.filter((path) => path.startsWith(`${folder}/`)).toReversed()) unmount(place);
};

const filler = 'filler-of-a-test';

/** Takes all the room of the file system that `folder` lies on. */
export const fill = (folder: string): void => {
  const descriptor = openSync(join(folder, filler), 'a');
  try {
    for (const size of [64 * 1024, 1])
      try {
        for (const block = Buffer.alloc(size); ;) writeSync(descriptor, block);
      } catch {
        // no more of this size
      }
  } finally {
    closeSync(descriptor);
  }
};

export const makeRoom = (folder: string): void => rmSync(join(folder, filler), { force: true });

/** Lets a process write no file beyond this size, or any again: where nothing may be mounted. */
export const limitFiles = (pid: number, bytes: number | 'unlimited'): void =>
  void run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
