import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { SweepError } from '../core/errors.ts';

const leastFreeBytes = 1024 * 1024;

/** A folder whose disk is full, and what waits because of that. */
export type FullFolder = { readonly folder: string; readonly waits: string };

/** Parts of a home may lie on disks of their own. */
const parts: readonly (readonly [folder: string, waits: string])[] = [
  ['', 'results wait to be stored'],
  ['ferretdb', 'results wait to be stored'],
  ['mongod', 'results wait to be stored'],
  ['temporal', 'work waits to be handed out'],
  ['cache', 'data that trainers do not have yet cannot be fetched'],
  ['logs', 'lines of the logs are lost'],
];

export const isFull = (folder: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < leastFreeBytes;
  } catch {
    return false; // not there; or what is wrong with it, other errors tell
  }
};

/** The first folder of a home whose disk is full; undefined while there is room everywhere. */
export function fullFolder(home: string): FullFolder | undefined {
  return parts.map(([name, waits]) => ({ folder: join(home, name), waits })).find(({ folder }) => isFull(folder));
}

/** What a server says of a full disk is no help: SQLite's is "disk I/O error (4874)". */
export const noRoom = (what: string, folder: string): SweepError =>
  new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `${what}: the disk of ${folder} is full.`,
    fix: 'free some space, then run the command again. Nothing is lost',
  });
