import type { Digest } from '../core/canonical.ts';
import type { SweepUid } from './documents.ts';

/** What a document is there for: a sweep, a result's key (of a fold, run, embedding or fit), a blob, or nothing of these. */
export type Owner =
  | { readonly kind: 'sweep'; readonly uid: SweepUid }
  | { readonly kind: 'key'; readonly key: Digest }
  | { readonly kind: 'blob'; readonly digest: Digest }
  | { readonly kind: 'nobody' };

const headOf = (id: string): string => (id.includes(':') ? id.slice(0, id.indexOf(':')) : id);
const sweepOf = (id: string): Owner => ({ kind: 'sweep', uid: headOf(id) as SweepUid });
const keyOf = (id: string): Owner => ({ kind: 'key', key: headOf(id) as Digest });
const blobOf = (id: string): Owner => ({ kind: 'blob', digest: headOf(id) as Digest });

/** Collections whose documents are there for something that their `_id` names. */
const byCollection = {
  sweeps: sweepOf,
  requests: sweepOf,
  marks: sweepOf,
  failures: sweepOf,
  attempts: sweepOf,
  rankings: sweepOf,
  rankingPages: sweepOf,
  glances: sweepOf,
  folds: keyOf,
  innards: keyOf,
  timings: keyOf,
  embeddings: keyOf,
  fits: keyOf,
  mismatches: keyOf,
  claims: keyOf,
  checkpoints: (id: string) => keyOf(id.slice('checkpoint:'.length)),
  checkpointChunks: keyOf,
  blobs: blobOf,
  blobChunks: blobOf,
} as const satisfies Readonly<Record<string, (id: string) => Owner>>;

export type OwnedCollection = keyof typeof byCollection;

export const ownedCollections = Object.keys(byCollection) as readonly OwnedCollection[];

/** Collections of one sweep alone, by what stands before its uid in their names. */
const ownPrefixes = ['rows_', 'rowlog_', 'progress_'] as const;

/** The collections that a sweep has for itself; not every one needs to be there. */
export const ownCollections = (uid: SweepUid): readonly string[] => ownPrefixes.map((prefix) => `${prefix}${uid}`);

/** The sweep whose own collection this is; null for one that is shared. */
export const sweepOfCollection = (name: string): SweepUid | null => {
  const prefix = ownPrefixes.find((each) => name.startsWith(each));
  return prefix === undefined ? null : (name.slice(prefix.length) as SweepUid);
};

/**
 * Whom a document is there for. `nobody`: it is kept whatever sweeps there are (names, looks at test rows, workers and
 * their rates, what the database says of itself).
 */
export const ownerOf = (collection: string, id: string): Owner => {
  const uid = sweepOfCollection(collection);
  if (uid !== null) return { kind: 'sweep', uid };
  return Object.hasOwn(byCollection, collection) ? byCollection[collection as OwnedCollection](id) : { kind: 'nobody' };
};
