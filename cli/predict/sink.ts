import { once } from 'node:events';
import { existsSync, rmSync, statSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';

import { SweepError } from '../../core/errors.ts';

/** Where the result goes, piece by piece: no more is held than what goes out. */
export type Sink = {
  readonly write: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly discard: () => void; // what was written is not to be kept
};

const writeTo = async (stream: Writable, text: string): Promise<void> => {
  if (!stream.write(text)) await once(stream, 'drain');
};

/** Standard output; where its reader has gone (`| head`), the program ends quietly. */
export const sinkOfStdout = (): Sink => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  return { write: (text) => writeTo(process.stdout, text), close: async () => {}, discard: () => {} };
};

const usage = (message: string, fix: string): SweepError => new SweepError({ code: 'USAGE', message, fix });

/**
 * A file that is there whole or not at all: written beside it, then renamed.
 * @throws {SweepError} USAGE where it cannot be written, or is the file that is read
 */
export const sinkOfFile = async (out: string, input: string | null): Promise<Sink> => {
  const path = resolve(out);
  if (input !== null && path === resolve(input)) throw usage(`--out ${out} is the file that is read.`, 'name another');
  if (!existsSync(dirname(path))) throw usage(`There is no folder ${dirname(path)}.`, 'make it, or name another --out');
  if (existsSync(path) && statSync(path).isDirectory()) throw usage(`${out} is a folder.`, 'name a file in it');
  const aside = `${path}.part-${process.pid}`;
  const cannot = (error: unknown): unknown =>
    error instanceof Error && 'code' in error
      ? usage(`${out} cannot be written: ${String(error.code)}.`, 'make room there, or name another --out')
      : error;
  const attempt = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      throw cannot(error);
    }
  };
  const file = await attempt(() => open(aside, 'wx'));
  return {
    write: async (text) => attempt(() => file.writeFile(text)),
    close: async () => {
      await attempt(async () => {
        await file.close();
        await rename(aside, path);
      });
    },
    discard: () => {
      rmSync(aside, { force: true });
      void file.close().catch(() => {}); // it may be closed already
    },
  };
};
