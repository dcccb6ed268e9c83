import { execFileSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AnyDocument } from '../../../store/archive/document-bytes.ts';
import { archiveOf, documentsIn, partsIn, withFile } from './written.ts';
import type { Added } from './written.ts';

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.constantFrom(0, 2 ** 31, -(2 ** 31), 2 ** 53, 5e-324, 1.7976931348623157e308),
);
const key = fc
  .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
  .filter((text) => /^[^.$\0]+$/.test(text) && text !== '__proto__');
const scalar = fc.oneof(
  number,
  fc.string({ unit: 'binary' }).filter((text) => Buffer.from(text).toString() === text),
  fc.boolean(),
  fc.constant(null),
);
const bytes = fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some));
const value = fc.oneof(
  scalar,
  bytes,
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(key, scalar, { maxKeys: 4, noNullPrototype: true }),
);
const document = fc
  .tuple(
    fc.string({ minLength: 1, maxLength: 30 }),
    fc.dictionary(
      key.filter((name) => name !== '_id' && name !== 'v'),
      value,
      { maxKeys: 6, noNullPrototype: true },
    ),
  )
  .map(([_id, fields]) => ({ _id, v: 1, ...fields }) as AnyDocument);
const collection = fc.constantFrom('folds', 'innards', 'rows_abcdefgh', 'sweeps', 'looks');
const added = fc.array(fc.tuple(collection, document), { maxLength: 30 });

const sample: readonly Added[] = [
  ['sweeps', { _id: 'abcdefgh', v: 1, name: 'paper' }],
  ['folds', { _id: 'a', v: 1, accuracy: 0.1 + 0.2 }],
  ['innards', { _id: 'a:0', v: 1, bytes: Buffer.from([1, 2, 3]) }],
];

const outcome = async (archive: Uint8Array): Promise<unknown> => {
  try {
    return await documentsIn(archive);
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    if (code !== 'INVALID_ARCHIVE') throw error;
    return message;
  }
};

describe('an archive', () => {
  it('gives any documents back as they were, numbers to the bit and bytes', async () => {
    await fc.assert(
      fc.asyncProperty(added, async (documents) => {
        const found = await documentsIn(await archiveOf(documents as readonly Added[]));
        for (const [name, some] of Object.entries(found))
          expect(some).toStrictEqual(documents.filter(([of]) => of === name).map(([, each]) => each));
        expect(Object.values(found).flat()).toHaveLength(documents.length);
      }),
      { numRuns: 100 },
    );
  });

  it('is found damaged, or reads the same, whichever bit is flipped', async () => {
    const archive = await archiveOf(sample);
    const before = await documentsIn(archive);
    const bits = fc.integer({ min: 0, max: archive.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(bits, async (bit) => {
        const flipped = Buffer.from(archive);
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        const found = await outcome(flipped);
        if (typeof found !== 'string') expect(found).toStrictEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('is found damaged wherever one bit of its unpacked bytes is another, though gzip agrees', async () => {
    const plain = gunzipSync(await archiveOf(sample));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: plain.length * 8 - 1 }), async (bit) => {
        const flipped = Buffer.from(plain);
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(await outcome(repacked(flipped))).toBeTypeOf('string');
      }),
      { numRuns: 100 },
    );
  });

  it('is found cut off wherever it was cut', async () => {
    const archive = await archiveOf(sample);
    const plain = gunzipSync(archive);
    for (let length = 0; length < archive.length; length += 29)
      expect(await outcome(archive.subarray(0, length))).toBeTypeOf('string');
    for (let length = 0; length < plain.length; length += 401)
      expect(await outcome(repacked(plain.subarray(0, length)))).toBeTypeOf('string');
  });

  it('may have nothing behind its end', async () => {
    const archive = await archiveOf(sample);
    expect(await outcome(Buffer.concat([archive, Buffer.from('x')]))).toBeTypeOf('string');
    expect(await outcome(Buffer.concat([archive, archive]))).toBeTypeOf('string');
    expect(await outcome(repacked(Buffer.concat([gunzipSync(archive), Buffer.alloc(512)])))).toBeTypeOf('string');
  });

  it('can be listed by tar, and is the same file for the same documents', async () => {
    const archive = await archiveOf(sample);
    const listed = await withFile(archive, (file) => Promise.resolve(execFileSync('tar', ['-tzf', file]).toString()));
    expect(
      listed
        .replaceAll(/[0-9a-f]{64}/g, '…')
        .trim()
        .split('\n'),
    ).toEqual([
      'sweep-archive.….json',
      '0000001/sweeps.….bson',
      '0000002/innards.….bson',
      '0000003/folds.….bson',
      'manifest.….json',
    ]);
    expect(await archiveOf(sample)).toEqual(archive);
  });

  it('of a newer program is refused with both versions', async () => {
    const archive = await archiveOf(sample, { schema: 3 });
    await expect(partsIn(archive, 2)).rejects.toThrow(
      /made by a newer sweep \(0\.1\.0\): .* schema 3, this program knows 1 and 2/,
    );
  });
});

/** Packed again, with the header that an archive has. */
const repacked = (plain: Uint8Array): Buffer => {
  const packed = gzipSync(plain, { level: 1 });
  packed[9] = 0xff;
  return packed;
};
