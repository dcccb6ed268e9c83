import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { gunzip } from '../../text/gunzip.ts';

const bytesOf = async (packed: Buffer): Promise<number> => {
  let bytes = 0;
  for await (const chunk of gunzip(Readable.from([packed], { objectMode: false }), 1 << 18)) bytes += chunk.length;
  return bytes;
};

describe('a gzip file', () => {
  it('is unpacked whole, also where it shrank a thousand times but is small', async () => {
    expect(await bytesOf(gzipSync(Buffer.alloc(1 << 24)))).toBe(1 << 24);
  });

  it('is refused once it has unpacked to far more than texts do', async () => {
    const bomb = Buffer.concat(Array.from({ length: 8 }, () => gzipSync(Buffer.alloc(1 << 24))));

    await expect(bytesOf(bomb)).rejects.toMatchObject({ code: 'Z_BOMB' });
  });
});
