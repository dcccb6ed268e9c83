import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

import type { Digest } from '../../core/canonical.ts';
import { SweepError } from '../../core/errors.ts';
import { gunzip } from '../../text/gunzip.ts';
import type { Fail } from './fault.ts';

const chunkBytes = 1 << 18;

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

const translated = (error: unknown, fail: Fail): unknown => {
  if (error instanceof SweepError || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'Z_BUF_ERROR') return fail(null, 'the gzip file is cut: it ends too early', 'get the file again');
  if (code === 'Z_BOMB')
    return fail(null, `a gzip bomb: ${error.message}`, 'unpack it, look at it, name what is in it');
  if (code.startsWith('Z_')) return fail(null, `damaged gzip: ${error.message}`, 'get the file again');
  if (code === 'ENOENT') return fail(null, 'no such file', 'correct the path; it is relative to the grid file');
  if (code === 'EISDIR') return fail(null, 'a folder where a file was expected', 'name the file in it');
  return code === '' ? error : fail(null, `cannot be read: ${code}`, 'make the file readable');
};

async function* unpacked(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  async function* whole(): AsyncGenerator<Buffer> {
    yield first.value as Buffer;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  }
  if (!isGzip(first.value)) return yield* whole();
  const packed = Readable.from(whole(), { objectMode: false });
  yield* gunzip(packed, chunkBytes);
}

/**
 * The bytes of a file, unpacked where they are gzip, whatever its name; read once from front to back.
 * @param onEnd gets the SHA-256 of what is on the disk when the last byte was read
 * @throws {SweepError} INVALID_DATA where the file cannot be read
 */
export async function* openVectorsBytes(
  path: string,
  fail: Fail,
  onEnd: (digest: Digest) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const source = createReadStream(path, { highWaterMark: chunkBytes });
  source.on('data', (chunk) => hash.update(chunk));
  try {
    yield* unpacked(source as AsyncIterable<Buffer>);
  } catch (error) {
    throw translated(error, fail);
  } finally {
    source.destroy();
  }
  onEnd(hash.digest('hex') as Digest);
}
