import { statfsSync } from 'node:fs';

const leastFreeBytes = 1024 * 1024;

/** What to do while the disk of Sweep's files is full; null while there is room. */
export const fullDisk = (home: string | undefined): string | null => {
  if (home === undefined) return null;
  try {
    const { bavail, bsize } = statfsSync(home);
    if (bavail * bsize >= leastFreeBytes) return null;
  } catch {
    return null; // what is wrong with that folder, other errors tell
  }
  return `The disk of ${home} is full: results wait to be stored. Free some space and the sweep goes on; nothing is lost.`;
};
