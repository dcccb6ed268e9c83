import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { SweepError } from '../../core/errors.ts';
import { damaged } from './damaged.ts';
import { gzipHeader } from './gzip.ts';

/** Ours shrink to a half or a tenth; what grows beyond this was made to fill a machine. */
const largestRatio = 200;
const anyRatioBelow = 64 * 1024 * 1024;
const readAtOnce = 256 * 1024;

/** The unpacked bytes of an archive, taken in pieces of a wished length. */
export type FileBytes = {
  /** The next `count` bytes; fewer only at the end. */
  readonly take: (count: number) => Promise<Buffer>;
  readonly packed: () => number; // bytes of the file read so far
  readonly close: () => void;
};

const translated = (file: string, error: unknown): unknown => {
  if (error instanceof SweepError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return damaged(file, 'it ends too early: it was cut off');
  if (code.startsWith('Z_')) return damaged(file, `its bytes are not as they were written (${message})`);
  const reasons: Readonly<Record<string, string>> = { ENOENT: 'is not there', EISDIR: 'is a folder' };
  const reason = reasons[code] ?? (code === '' ? undefined : `cannot be read (${code})`);
  if (reason === undefined) return error;
  return new SweepError({ code: 'USAGE', message: `${file} ${reason}.`, fix: 'name a file that sweep backup made' });
};

/** The packed bytes of a file, of which the first are a header of ours. */
async function* packedBytes(file: string, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  let first = Buffer.alloc(0);
  let isOurs = false;
  for await (const bytes of createReadStream(file, { highWaterMark: readAtOnce }) as AsyncIterable<Buffer>) {
    onBytes(bytes.length);
    first = isOurs ? first : Buffer.concat([first, bytes]);
    if (!isOurs && first.length < gzipHeader.length) continue;
    if (isOurs) yield bytes;
    else if (Buffer.compare(first.subarray(0, gzipHeader.length), gzipHeader) !== 0)
      throw damaged(file, 'it does not begin as an archive of sweep does');
    else yield first;
    isOurs = true;
  }
  if (!isOurs) throw damaged(file, 'it is no archive of sweep');
}

/** Opens a file that is gzip; unpacks what is taken, and a fraction of a megabyte ahead. */
export const openFileBytes = (file: string): FileBytes => {
  let packed = 0;
  let unpacked = 0;
  const source = packedBytes(file, (count) => (packed += count));
  const gunzip = createGunzip({ chunkSize: readAtOnce });
  const pump = async (): Promise<void> => {
    for await (const bytes of source) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(bytes)) await new Promise((resolve) => gunzip.once('drain', resolve).once('close', resolve));
    }
    gunzip.end();
  };
  void pump().catch((error: unknown) => gunzip.destroy(error as Error));
  const chunks = gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);

  const next = async (): Promise<Buffer | null> => {
    const { value, done } = await chunks.next().catch((error: unknown) => {
      throw translated(file, error);
    });
    if (done === true) return null;
    unpacked += value.length;
    if (unpacked > Math.max(anyRatioBelow, largestRatio * packed))
      throw damaged(file, `it unpacks to more than ${largestRatio} times its size, which no backup does`);
    return value;
  };
  const take = async (count: number): Promise<Buffer> => {
    const pieces = [rest];
    let length = rest.length;
    while (length < count) {
      const piece = await next();
      if (piece === null) break;
      pieces.push(piece);
      length += piece.length;
    }
    const all = pieces.length === 1 ? rest : Buffer.concat(pieces);
    rest = all.subarray(Math.min(count, all.length));
    return all.subarray(0, Math.min(count, all.length));
  };
  return { take, packed: () => packed, close: () => void gunzip.destroy() };
};
