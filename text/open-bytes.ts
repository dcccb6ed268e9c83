import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Digest } from '../core/canonical.ts';
import { gunzip } from './gunzip.ts';

/** A data file as its bytes went by: where it lies, its size and the SHA-256 of what is on the disk. */
export type DataFile = { readonly path: string; readonly bytes: number; readonly digest: Digest };

const chunkBytes = 1 << 17;

/**
 * The bytes of a file, unpacked where its name ends in `.gz`, read once from front to back.
 * `onEnd` gets the digest of the bytes on the disk when the last one was read.
 * @throws {Error} with a `code` of the file system or of zlib
 */
export async function* openBytes(path: string, onEnd: (file: DataFile) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  const source = createReadStream(path, { highWaterMark: chunkBytes });
  source.on('data', (chunk) => {
    bytes += chunk.length;
    hash.update(chunk);
  });
  try {
    if (path.endsWith('.gz')) yield* gunzip(source, chunkBytes);
    else yield* source as AsyncIterable<Buffer>;
  } finally {
    source.destroy();
  }
  onEnd({ path, bytes, digest: hash.digest('hex') as Digest });
}
