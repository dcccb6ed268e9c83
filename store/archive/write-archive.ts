import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Digest } from '../../core/canonical.ts';
import { digestOfBulk } from '../digest-of-bulk.ts';
import { encodeDocument } from './document-bytes.ts';
import type { AnyDocument } from './document-bytes.ts';
import { gzipLevel, settleHeader } from './gzip.ts';
import { archiveVersion, countsOf, fullSection, headName, manifestName, sectionName } from './layout.ts';
import type { ArchivedSweep, ArchiveHead, ArchiveManifest } from './layout.ts';
import { placeInSection } from './order.ts';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';

export type ArchiveWriter = {
  /** Adds a document; those that lead to others are written behind them. */
  readonly add: (collection: string, document: AnyDocument) => Promise<void>;
  /** Ends the sections that are open: what is added later stands behind all that was added before. */
  readonly flush: () => Promise<void>;
  /** Ends the archive: nothing may be added any more. */
  readonly finish: (sweeps: readonly ArchivedSweep[], madeAt: number) => Promise<ArchiveManifest>;
  /** Gives the sink up after an error. */
  readonly abandon: () => void;
};

/** Writes an archive into a stream of bytes; holds a few megabytes at a time, however much is written. */
export const createArchiveWriter = (into: Writable, of: Pick<ArchiveHead, 'schema' | 'program'>): ArchiveWriter => {
  const gzip = createGzip({ level: gzipLevel });
  const written = pipeline(gzip, settleHeader(), into);
  written.catch(() => undefined); // told to whoever writes next
  const all = createHash('sha256');
  const open = new Map<string, Uint8Array[]>();
  const documents = new Map<string, number>();
  let openBytes = 0;
  let sections = 0;

  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), written]);
  };
  const writeFile = async (pieces: readonly Uint8Array[], nameOf: (digest: Digest) => string): Promise<void> => {
    const bytes = Buffer.concat(pieces);
    const name = nameOf(digestOfBulk(bytes));
    await write(tarHeader({ name, size: bytes.length }));
    await write(bytes);
    await write(tarPadding(bytes.length));
    all.update(`${name}\n`);
  };
  const writeJson = async (value: object, nameOf: (digest: Digest) => string): Promise<void> =>
    await writeFile([Buffer.from(`${JSON.stringify(value)}\n`)], nameOf);

  const head = writeJson({ v: 1, archive: archiveVersion, ...of } satisfies ArchiveHead, headName);
  head.catch(() => undefined);
  const flush = async (): Promise<void> => {
    await head;
    const names = [...open.keys()].toSorted((a, b) => placeInSection(a) - placeInSection(b) || (a < b ? -1 : 1));
    for (const collection of names) {
      const n = ++sections;
      await writeFile(open.get(collection) ?? [], (digest) => sectionName({ n, collection, digest }));
    }
    open.clear();
    openBytes = 0;
  };
  const add = async (collection: string, document: AnyDocument): Promise<void> => {
    const bytes = encodeDocument(document);
    if (openBytes > 0 && openBytes + bytes.length > fullSection) await flush();
    const pieces = open.get(collection) ?? [];
    open.set(collection, pieces);
    pieces.push(bytes);
    openBytes += bytes.length;
    documents.set(collection, (documents.get(collection) ?? 0) + 1);
  };
  const finish = async (sweeps: readonly ArchivedSweep[], madeAt: number): Promise<ArchiveManifest> => {
    await flush();
    const digest = all.copy().digest('hex') as Digest;
    const manifest: ArchiveManifest = { v: 1, madeAt, sweeps, sections, collections: countsOf(documents), digest };
    await writeJson(manifest, manifestName);
    await write(tarEnd);
    gzip.end();
    await written;
    return manifest;
  };
  return { add, flush, finish, abandon: () => gzip.destroy() };
};
