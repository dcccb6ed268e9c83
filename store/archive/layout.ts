import type { Digest } from '../../core/canonical.ts';
import type { SweepUid } from '../documents.ts';

/** Version of the archive's own layout; what lies in it has the version of the store's schema. */
export const archiveVersion = 1;

/** First file of an archive: what it is, so that a stranger or a newer one is known at once. */
export type ArchiveHead = {
  readonly v: 1;
  readonly archive: number;
  readonly schema: number; // the newest shape of a document in it
  readonly program: string; // version of sweep that wrote it
};

/** A sweep in an archive. */
export type ArchivedSweep = {
  readonly uid: SweepUid;
  readonly name: string;
};

/** Last file of an archive: all that stands before it. An archive without it is not whole. */
export type ArchiveManifest = {
  readonly v: 1;
  readonly madeAt: number; // ms since 1970
  readonly sweeps: readonly ArchivedSweep[];
  readonly sections: number;
  readonly collections: Readonly<Record<string, number>>; // documents of each
  readonly digest: Digest; // of the names of all files before it, each with a line feed; a name holds its content's digest
};

/** Documents of one collection, as one file of the archive. */
export type SectionName = { readonly n: number; readonly collection: string; readonly digest: Digest };

/** Pieces of a section are at most 4 MiB and a little more; it is ended when it has twice that. */
export const fullSection = 8 * 1024 * 1024;
/** No section of ours is larger; a larger one is not read. */
export const largestSection = 32 * 1024 * 1024;
const longestName = 1000;
export const largestManifest = 16 * 1024 * 1024;

export const headName = (digest: Digest): string => `sweep-archive.${digest}.json`;
export const manifestName = (digest: Digest): string => `manifest.${digest}.json`;
export const sectionName = ({ n, collection, digest }: SectionName): string =>
  `${String(n).padStart(7, '0')}/${collection}.${digest}.bson`;

export type FileName =
  | { readonly kind: 'head' | 'manifest'; readonly digest: Digest }
  | ({ readonly kind: 'section' } & SectionName);

/** Null for a name that no file of an archive has. */
export const readFileName = (name: string): FileName | null => {
  const [, kind, only] = /^(sweep-archive|manifest)\.([0-9a-f]{64})\.json$/.exec(name) ?? [];
  if (only !== undefined) return { kind: kind === 'manifest' ? 'manifest' : 'head', digest: only as Digest };
  const [, n, collection, digest] =
    /^(\d{7})\/([A-Za-z]{1,20}(?:_[a-z0-9]{8})?)\.([0-9a-f]{64})\.bson$/.exec(name) ?? [];
  if (n === undefined || collection === undefined || digest === undefined) return null;
  return { kind: 'section', n: Number(n), collection, digest: digest as Digest };
};

/** Documents of each collection, in one order. */
export const countsOf = (documents: ReadonlyMap<string, number>): ArchiveManifest['collections'] =>
  Object.fromEntries([...documents].toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Whether a manifest says of a sweep what it has to. */
export const isArchivedSweep = (value: unknown): value is ArchivedSweep => {
  if (typeof value !== 'object' || value === null) return false;
  const { uid, name } = value as { readonly [field: string]: unknown };
  return (
    typeof uid === 'string' &&
    /^[a-z][a-z0-9]{7}$/.test(uid) &&
    typeof name === 'string' &&
    name.length <= longestName &&
    /^[^\p{C}]+$/u.test(name)
  );
};
