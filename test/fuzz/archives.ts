import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import type { Digest } from '../../core/canonical.ts';
import { digestOfBulk } from '../../store/digest-of-bulk.ts';
import { encodeDocument } from '../../store/archive/document-bytes.ts';
import { headName, manifestName, sectionName } from '../../store/archive/layout.ts';
import { readArchive } from '../../store/archive/read-archive.ts';
import { tarEnd, tarHeader, tarPadding } from '../../store/archive/tar.ts';
import { archiveOf } from '../store/archive/written.ts';
import type { Reader } from './reader.ts';

const document = { _id: 'abcdefgh', v: 1, name: 'a', n: 3, list: [1, 2, null] };
const json = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

const headBytes = json({ v: 1, archive: 1, schema: 1, program: '0.1.0' });
const sectionBytes = encodeDocument(document);

/** gzip as a backup writes it: without that header nothing behind it would be read. */
const packed = (plain: Uint8Array): Buffer => {
  const bytes = gzipSync(plain, { level: 1 });
  bytes[9] = 0xff;
  return bytes;
};

const readBytes = async (folder: string, bytes: Uint8Array): Promise<void> => {
  writeFileSync(join(folder, 'archive'), bytes);
  for await (const part of readArchive(join(folder, 'archive'), { schema: 1 })) void part;
};

const entry = (nameOf: (digest: Digest) => string, bytes: Uint8Array): { name: string; bytes: Buffer } => {
  const name = nameOf(digestOfBulk(bytes));
  return { name, bytes: Buffer.concat([tarHeader({ name, size: bytes.length }), bytes, tarPadding(bytes.length)]) };
};

/** An archive with right names, sizes, sums and manifest, in which one content is hostile. */
const withContent = (changed: 'head' | 'section' | 'manifest', bytes: Buffer): Buffer => {
  const of = (which: string, right: Uint8Array): Uint8Array => (which === changed ? bytes : right);
  const before = [
    entry(headName, of('head', headBytes)),
    entry((digest) => sectionName({ n: 1, collection: 'sweeps', digest }), of('section', sectionBytes)),
  ];
  const digest = createHash('sha256');
  for (const { name } of before) digest.update(`${name}\n`);
  const manifest = {
    v: 1,
    madeAt: 0,
    sweeps: [{ uid: 'abcdefgh', name: 'a' }],
    sections: 1,
    collections: { sweeps: 1 },
    digest: digest.digest('hex'),
  };
  const end = entry(manifestName, of('manifest', json(manifest)));
  return packed(Buffer.concat([...[...before, end].map((each) => each.bytes), tarEnd]));
};

const field = { checksum: 148, end: 156 } as const;

/** A right archive in which a piece of the first tar header is hostile: a name, a size, a kind, with the sum that fits. */
const withHeader = (plain: Buffer, bytes: Buffer): Buffer => {
  const copy = Buffer.from(plain);
  const header = copy.subarray(0, 512);
  bytes.subarray(1, 1 + (bytes.length % 130)).copy(header, [0, 100, 124, 156, 157, 345][(bytes[0] ?? 0) % 6]);
  header.fill(0x20, field.checksum, field.end);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, field.checksum, 'latin1');
  return packed(copy);
};

const whole = await archiveOf([['sweeps', document]]);
const plain = gunzipSync(whole);
const hostileNames = ['../../etc/passwd', '/etc/passwd', `${'a/'.repeat(50)}`, '0000001/sweeps.bson', 'manifest.json'];

const content = (changed: 'head' | 'section' | 'manifest', samples: readonly Buffer[]): Reader => ({
  name: `archive's ${changed}`,
  samples,
  read: (folder, bytes) => readBytes(folder, withContent(changed, bytes)),
});

export const archiveReaders: readonly Reader[] = [
  { name: 'archive', samples: [whole], read: readBytes },
  { name: 'unpacked archive', samples: [plain], read: (folder, bytes) => readBytes(folder, packed(bytes)) },
  content('head', [headBytes]),
  content('section', [Buffer.from(sectionBytes)]),
  content('manifest', [json({ v: 1, madeAt: 0, sweeps: [], sections: 1, collections: { sweeps: 1 }, digest: 'a' })]),
  {
    name: 'tar headers',
    samples: hostileNames.map((name) => Buffer.from(`\0${name}\0`)),
    read: (folder, bytes) => readBytes(folder, withHeader(plain, bytes)),
  },
];
