import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Digest } from '../../core/canonical.ts';

/** Files of this machine's cache that were deleted, or would be. */
export type FreedFiles = { readonly files: number; readonly bytes: number };

/** What the cache may hold of what is needed still: more is fetched again when it is wanted. */
const largestBytes = 8 * 2 ** 30;
/** A file written aside for so long is nobody's. */
const asideMs = 3600_000;

type Cached = { readonly path: string; readonly digest: string; readonly bytes: number; readonly at: number };

const readCache = async (folder: string): Promise<readonly Cached[]> => {
  const names = await readdir(folder).catch(() => []); // no cache, nothing to free
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null); // gone since
      return found?.isFile() ? [{ path, digest: name, bytes: found.size, at: found.mtimeMs }] : [];
    }),
  );
  return files.flat();
};

const isDigest = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** Which files go: those that no sweep needs, those that a kill left half written, and the oldest over the limit. */
const chooseFiles = (files: readonly Cached[], isNeeded: (digest: Digest) => boolean): readonly Cached[] => {
  const needed = files.filter(({ digest }) => isDigest(digest) && isNeeded(digest as Digest));
  let room = largestBytes;
  const over = needed.toSorted((a, b) => b.at - a.at).filter(({ bytes }) => (room -= bytes) < 0);
  const unneeded = files.filter(({ digest }) => isDigest(digest) && !isNeeded(digest as Digest));
  const aside = files.filter(({ digest, at }) => /^[0-9a-f]{64}\./.test(digest) && Date.now() - at > asideMs);
  return [...unneeded, ...aside, ...over];
};

/** Frees what this machine's cache of blobs need not hold; a file that is wanted after all is fetched again. */
export const freeCache = async (
  cacheFolder: string,
  isNeeded: (digest: Digest) => boolean,
  dryRun: boolean,
): Promise<FreedFiles> => {
  const chosen = chooseFiles(await readCache(join(cacheFolder, 'blobs')), isNeeded);
  if (!dryRun) for (const { path } of chosen) await rm(path, { force: true });
  return { files: chosen.length, bytes: chosen.reduce((sum, { bytes }) => sum + bytes, 0) };
};
