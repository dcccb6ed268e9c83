import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { dirname, resolve } from 'node:path';

import { SweepError } from '../core/errors.ts';

/** A file that is seen when it is whole. */
export type TargetFile = {
  readonly part: string; // where it is written
  readonly stream: Writable;
  /** Puts what was written on the disk for good. */
  readonly settle: () => Promise<void>;
  /** Gives the file its name, in place of one that was there. */
  readonly keep: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is not there',
  EACCES: 'it may not be written (EACCES)',
  EPERM: 'it may not be written (EPERM)',
  EROFS: 'its file system is read-only',
  EISDIR: 'it is a folder',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full',
  EFBIG: 'files may not be so large there',
};

/** What went wrong with a file that is written, as the user's error; any other as it is. */
export const fileError = (file: string, error: unknown): unknown => {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  if (reason === undefined) return error;
  return new SweepError({
    code: 'USAGE',
    message: `${file} cannot be written: ${reason}.`,
    fix: 'name a file in a folder of yours with room for it',
    cause: error,
  });
};

/** Opens `<file>.part` anew; what a killed process left there is removed. Two at once for one file: the later one wins. */
export const openTargetFile = async (file: string): Promise<TargetFile> => {
  const part = `${file}.part`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx', 0o600);
  const { ino } = await handle.stat();
  const stream = createWriteStream(part, { fd: handle.fd, autoClose: false }); // the handle's own would hold it open
  const isOurs = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.ino === ino;
  const settle = async (): Promise<void> => {
    await handle.sync();
  };
  const keep = async (): Promise<void> => {
    if (await isOurs(part)) await rename(part, file);
    if (!(await isOurs(file)))
      throw new SweepError({
        code: 'USAGE',
        message: `Another process writes ${file} at the same time.`,
        fix: 'let that one end, or name another file',
      });
    await handle.close();
    const folder = await open(dirname(resolve(file)));
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  };
  const discard = async (): Promise<void> => {
    if (await isOurs(part)) await rm(part, { force: true });
    await handle.close().catch(() => undefined);
  };
  return { part, stream, settle, keep, discard };
};
