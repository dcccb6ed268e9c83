import { SweepError } from '../core/errors.ts';
import { fullFolder, isFull } from '../services/full-disk.ts';
import { findHome } from '../services/home.ts';

/** What to do while a disk of Sweep's files is full; null while there is room. */
export const fullDisk = (home: string | undefined, cacheFolder: string): string | null => {
  const cache = { folder: cacheFolder, waits: 'data that trainers do not have yet cannot be fetched' };
  const full = (home === undefined ? undefined : fullFolder(home)) ?? (isFull(cacheFolder) ? cache : undefined);
  if (full === undefined) return null;
  return `The disk of ${full.folder} is full: ${full.waits}. Free some space and the sweep goes on; nothing is lost.`;
};

/** An unexpected error while a disk is full is most likely just that: a server that cannot write says so in its own words. */
export const asFullDisk = (error: unknown): unknown => {
  const full = error instanceof SweepError ? undefined : fullFolder(findHome().path);
  if (full === undefined) return error;
  return new SweepError({
    code: 'HOME',
    message: `The disk of ${full.folder} is full: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'free some space, then run the command again. Nothing is lost',
    cause: error,
  });
};
