import { Transform } from 'node:stream';

/**
 * What Node's zlib writes before the compressed bytes at level 1, with the operating system as "unknown": the same
 * everywhere, so that equal archives are equal files and a changed byte is found here too.
 */
export const gzipHeader: Uint8Array = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff);

/** Floats hardly compress, and the higher levels take thrice the time for a few per cent. */
export const gzipLevel = 1;

const systemAt = 9;

/** Passes on what gzip made, with that header. */
export const settleHeader = (): Transform => {
  let seen = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      if (seen <= systemAt && seen + chunk.length > systemAt) chunk[systemAt - seen] = 0xff;
      seen += chunk.length;
      done(null, chunk);
    },
  });
};
