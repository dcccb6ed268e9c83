import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import type { AnyDocument } from '../../../store/archive/document-bytes.ts';
import type { ArchivedSweep } from '../../../store/archive/layout.ts';
import { partOf } from '../../../store/archive/order.ts';
import { readArchive } from '../../../store/archive/read-archive.ts';
import type { ArchivePart } from '../../../store/archive/read-archive.ts';
import { createArchiveWriter } from '../../../store/archive/write-archive.ts';

export type Added = readonly [collection: string, document: AnyDocument];

/** The bytes of an archive of some documents. */
export const archiveOf = async (
  added: readonly Added[],
  { sweeps = [], schema = 1 }: { readonly sweeps?: readonly ArchivedSweep[]; readonly schema?: number } = {},
): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  const into = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(Buffer.from(piece));
      done();
    },
  });
  const writer = createArchiveWriter(into, { schema, program: '0.1.0' });
  let before = partOf(added[0]?.[0] ?? '');
  for (const [collection, document] of added) {
    if (partOf(collection) !== before) await writer.flush(); // as a backup does between sweeps and results
    before = partOf(collection);
    await writer.add(collection, document);
  }
  await writer.finish(sweeps, 0);
  return Buffer.concat(pieces);
};

/** Does something with a file of these bytes. */
export const withFile = async <Result>(bytes: Uint8Array, work: (file: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-archive-'));
  try {
    const file = join(folder, 'archive.tar.gz');
    writeFileSync(file, bytes);
    return await work(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const partsIn = async (bytes: Uint8Array, schema = 1): Promise<readonly ArchivePart[]> =>
  await withFile(bytes, async (file) => {
    const parts: ArchivePart[] = [];
    for await (const part of readArchive(file, { schema })) parts.push(part);
    return parts;
  });

/** All documents of an archive, by collection. */
export const documentsIn = async (bytes: Uint8Array): Promise<Readonly<Record<string, readonly AnyDocument[]>>> => {
  const found: Record<string, AnyDocument[]> = {};
  for (const part of await partsIn(bytes))
    if (part.kind === 'section') (found[part.collection] ??= []).push(...part.documents);
  return found;
};
