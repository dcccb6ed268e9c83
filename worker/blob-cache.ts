import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isDigest } from '../core/canonical.ts';
import type { Digest } from '../core/canonical.ts';

/**
 * Blobs as files under a folder, by digest. A file is verified before its first use in this process; a damaged or
 * missing one is fetched again, written aside and renamed, also where it was removed since.
 */
export const createBlobCache = (folder: string, fetch: (digest: Digest) => Promise<Uint8Array>) => {
  const verified = new Map<Digest, Promise<string>>();
  const isWhole = async (file: string, digest: Digest): Promise<boolean> => {
    try {
      return (
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex') === digest
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
  };
  const provide = async (digest: Digest): Promise<string> => {
    const file = join(folder, digest);
    if (await isWhole(file, digest)) return file;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const aside = join(folder, `${digest}.${randomUUID()}`);
    try {
      await writeFile(aside, await fetch(digest), { mode: 0o600 });
      await rename(aside, file);
    } finally {
      await rm(aside, { force: true });
    }
    return file;
  };
  const begin = (digest: Digest): Promise<string> => {
    const providing = provide(digest);
    verified.set(digest, providing);
    providing.catch(() => verified.delete(digest));
    return providing;
  };
  const isThere = (file: string): Promise<boolean> =>
    access(file).then(
      () => true,
      () => false,
    );
  return async (digest: Digest): Promise<string> => {
    if (!isDigest(digest)) throw new Error(`${JSON.stringify(digest)} is no digest, and names no file of the cache`);
    const known = verified.get(digest);
    const file = await (known ?? begin(digest));
    if (known === undefined || (await isThere(file))) return file;
    return verified.get(digest) === known ? begin(digest) : (verified.get(digest) ?? begin(digest)); // somebody cleaned up
  };
};
