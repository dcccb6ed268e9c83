import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Digest } from '../../core/canonical.ts';
import { SweepError } from '../../core/errors.ts';
import { digestOfBulk } from '../digest-of-bulk.ts';
import { damaged } from './damaged.ts';
import { decodeDocuments } from './document-bytes.ts';
import type { AnyDocument } from './document-bytes.ts';
import { openFileBytes } from './file-bytes.ts';
import type { FileBytes } from './file-bytes.ts';
import { archiveVersion, countsOf, isArchivedSweep, largestManifest, largestSection, readFileName } from './layout.ts';
import type { ArchiveHead, ArchiveManifest, FileName } from './layout.ts';
import { partOf } from './order.ts';
import { blockBytes, readTarHeader, tarEnd, tarPadding } from './tar.ts';

/** What an archive consists of, in its order. */
export type ArchivePart =
  | { readonly kind: 'head'; readonly head: ArchiveHead }
  | { readonly kind: 'section'; readonly collection: string; readonly documents: readonly AnyDocument[] }
  | { readonly kind: 'manifest'; readonly manifest: ArchiveManifest };

export type ReadOptions = {
  readonly schema: number; // the newest shape of documents that is understood
  readonly onBytes?: (packed: number) => void; // bytes of the file read so far
};

/** A file of the archive, with its bytes, which have the digest that its name says. */
const readFile = async (
  file: string,
  from: FileBytes,
): Promise<{ readonly name: FileName; readonly entry: string; readonly bytes: Buffer }> => {
  const header = await from.take(blockBytes);
  if (header.length < blockBytes) throw damaged(file, 'it ends too early: it was cut off');
  const entry = readTarHeader(header);
  const name = entry === null ? null : readFileName(entry.name);
  if (entry === null || name === null) throw damaged(file, 'it holds a file that no backup holds');
  if (entry.size > (name.kind === 'section' ? largestSection : largestManifest))
    throw damaged(file, `${entry.name} is said to have ${entry.size} bytes, more than any backup's`);
  const bytes = await from.take(entry.size);
  const padding = tarPadding(entry.size);
  if (bytes.length < entry.size || Buffer.compare(await from.take(padding.length), padding) !== 0)
    throw damaged(file, `${entry.name} is not whole`);
  if (digestOfBulk(bytes) !== name.digest) throw damaged(file, `${entry.name} is not as it was written`);
  return { name, entry: entry.name, bytes };
};

const parse = <Value>(file: string, bytes: Buffer): Value => {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Value;
  } catch {
    // told below
  }
  throw damaged(file, 'one of its descriptions is no JSON object');
};

const refuseNewer = (file: string, { archive, schema, program }: ArchiveHead, known: number): void => {
  if (!Number.isInteger(archive) || !Number.isInteger(schema) || typeof program !== 'string')
    throw damaged(file, 'it does not say which version it has');
  if (archive <= archiveVersion && schema <= known) return;
  throw new SweepError({
    code: 'INVALID_ARCHIVE',
    message:
      `${file} was made by a newer sweep (${program.slice(0, 40)}): its layout is ${archive} and its schema ${schema}, ` +
      `this program knows ${archiveVersion} and ${known}.`,
    fix: 'install that newer version of sweep and restore with it',
  });
};

const readDocuments = (
  file: string,
  bytes: Buffer,
  { collection }: { readonly collection: string },
  schema: number,
) => {
  try {
    const documents = [...decodeDocuments(bytes)];
    const newer = documents.find(({ v }) => v > schema);
    if (newer === undefined) return documents;
    throw new RangeError(`the document ${newer._id} has shape ${newer.v} where the archive says ${schema}`);
  } catch (error) {
    throw damaged(file, `a document of ${collection} cannot be read (${(error as Error).message})`);
  }
};

/** What was read so far, as the manifest is to say it. */
const createSeen = () => {
  const all = createHash('sha256');
  const documents = new Map<string, number>();
  let sections = 0;
  const isAsSaid = ({ v, madeAt, sweeps, ...said }: ArchiveManifest): boolean => {
    const digest = all.copy().digest('hex') as Digest;
    const found = { sections, collections: countsOf(documents), digest };
    return (
      v === 1 &&
      Number.isFinite(madeAt) &&
      Array.isArray(sweeps) &&
      sweeps.every(isArchivedSweep) &&
      isDeepStrictEqual(said, found)
    );
  };
  return {
    isNext: (n: number): boolean => n === sections + 1,
    file: (name: string): void => void all.update(`${name}\n`),
    section: (collection: string, count: number): void => {
      sections++;
      documents.set(collection, (documents.get(collection) ?? 0) + count);
    },
    isAsSaid,
  };
};

/**
 * Reads an archive from its beginning to its end, a section at a time. What was given before the manifest came may be the
 * beginning of an archive that is damaged further on; whoever needs only the beginning may stop.
 * @throws {SweepError} INVALID_ARCHIVE, with what is wrong, on all that is not byte for byte an archive of a version that
 *   is known; USAGE where there is no such file
 */
export async function* readArchive(file: string, { schema, onBytes }: ReadOptions): AsyncGenerator<ArchivePart> {
  const from = openFileBytes(file);
  const seen = createSeen();
  try {
    const first = await readFile(file, from);
    if (first.name.kind !== 'head') throw damaged(file, 'it does not begin as an archive of sweep does');
    const head = parse<ArchiveHead>(file, first.bytes);
    refuseNewer(file, head, schema);
    seen.file(first.entry);
    yield { kind: 'head', head };
    for (;;) {
      const { name, entry, bytes } = await readFile(file, from);
      onBytes?.(from.packed());
      if (name.kind !== 'section') {
        yield { kind: 'manifest', manifest: await readManifest(file, from, name.kind, bytes, seen.isAsSaid) };
        return;
      }
      if (!seen.isNext(name.n) || partOf(name.collection) === null)
        throw damaged(file, `${entry} is not what belongs there`);
      const documents = readDocuments(file, bytes, name, head.schema);
      seen.section(name.collection, documents.length);
      seen.file(entry);
      yield { kind: 'section', collection: name.collection, documents };
    }
  } finally {
    from.close();
  }
}

/** The last file of an archive, behind which nothing may stand. */
const readManifest = async (
  file: string,
  from: FileBytes,
  kind: 'head' | 'manifest',
  bytes: Buffer,
  isAsSaid: (manifest: ArchiveManifest) => boolean,
): Promise<ArchiveManifest> => {
  if (kind === 'head') throw damaged(file, 'it begins a second time');
  const manifest = parse<ArchiveManifest>(file, bytes);
  if (!isAsSaid(manifest)) throw damaged(file, 'its manifest does not say what stands before it');
  if (Buffer.compare(await from.take(tarEnd.length + 1), tarEnd) !== 0)
    throw damaged(file, 'something stands behind its end');
  return manifest;
};
