import { statfsSync } from 'node:fs';
import { join } from 'node:path';

const leastFreeBytes = 1024 * 1024;

/** What waits while the disk of a folder is full: parts of a home may lie on disks of their own. */
const waitsFor: readonly (readonly [folder: string, what: string])[] = [
  ['', 'results wait to be stored'],
  ['ferretdb', 'results wait to be stored'],
  ['mongod', 'results wait to be stored'],
  ['temporal', 'work waits to be handed out'],
  ['cache', 'data that trainers do not have yet cannot be fetched'],
  ['logs', 'lines of the logs are lost'],
];

const isFull = (folder: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < leastFreeBytes;
  } catch {
    return false; // not there; or what is wrong with it, other errors tell
  }
};

/** What to do while a disk of Sweep's files is full; null while there is room. */
export const fullDisk = (home: string | undefined, cacheFolder: string): string | null => {
  const own = home === undefined ? [] : waitsFor.map(([folder, what]) => [join(home, folder), what] as const);
  const cache = [cacheFolder, 'data that trainers do not have yet cannot be fetched'] as const;
  const full = [...own, cache].find(([folder]) => isFull(folder));
  if (full === undefined) return null;
  const [folder, what] = full;
  return `The disk of ${folder} is full: ${what}. Free some space and the sweep goes on; nothing is lost.`;
};
