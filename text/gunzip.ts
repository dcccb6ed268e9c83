import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';

/** Texts and numbers shrink to a third or a tenth; a bomb to a thousandth. Small files may shrink as they like. */
const mostTimes = 200;
const freeBytes = 1 << 26;

const bomb = (packed: number): Error =>
  Object.assign(new Error(`its first ${packed} bytes unpack to over ${mostTimes} times as many`), { code: 'Z_BOMB' });

/**
 * Unpacks a stream of gzip, piece by piece.
 * @throws {Error} with a `code` that begins with Z_: damaged, cut, or a bomb
 */
export async function* gunzip(source: Readable, chunkBytes: number): AsyncGenerator<Buffer> {
  const unpacked = createGunzip({ chunkSize: chunkBytes });
  source.on('error', (error) => unpacked.destroy(error)); // pipe() passes data on, not errors
  let bytes = 0;
  for await (const chunk of source.pipe(unpacked) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > freeBytes && bytes > mostTimes * unpacked.bytesWritten) throw bomb(unpacked.bytesWritten);
    yield chunk;
  }
}
