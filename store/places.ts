import type { Document } from 'mongodb';
import type { Digest } from '../core/canonical.ts';
import type { FoldKey } from '../core/results.ts';
import type { EmbeddingKey, FitKey, SweepUid } from './documents.ts';
import { ownCollections } from './owners.ts';
import type { Store } from './open-store.ts';
import { collection, findById } from './stored.ts';
import type { Stored } from './stored.ts';

/** Where one document lies. */
export type Place = { readonly collection: string; readonly id: string };

const chunks = (of: string, prefix: string, count: number): readonly Place[] =>
  Array.from({ length: count }, (_, n) => ({ collection: of, id: `${prefix}:${n}` }));

/** A blob's documents, pieces first, as they are to be inserted; none where it is not stored. */
export const placesOfBlob = async (store: Store, digest: Digest): Promise<readonly Place[]> => {
  const header = await findById(collection<{ readonly chunks: number }>(store, 'blobs'), digest);
  if (header === null) return [];
  return [...chunks('blobChunks', digest, header.chunks), { collection: 'blobs', id: digest }];
};

type FoldPointer = { readonly innards?: Digest; readonly chunks?: number };

/** A fold's documents, bulk first, as they are to be inserted; none where it is not stored. Its timing may be missing. */
export const placesOfFold = async (store: Store, key: FoldKey): Promise<readonly Place[]> => {
  const head = await findById(collection<FoldPointer>(store, 'folds'), key);
  if (head === null) return [];
  const bulk = head.innards === undefined ? [] : chunks('innards', `${key}:${head.innards}`, head.chunks ?? 0);
  return [...bulk, { collection: 'timings', id: key }, { collection: 'folds', id: key }];
};

/** The documents of word vectors, blob first; none where they are not stored. */
export const placesOfEmbedding = async (store: Store, key: EmbeddingKey): Promise<readonly Place[]> => {
  const found = await findById(collection<{ readonly blob: Digest }>(store, 'embeddings'), key);
  if (found === null) return [];
  return [...(await placesOfBlob(store, found.blob)), { collection: 'embeddings', id: key }];
};

type FitPointer = { readonly model?: Digest; readonly probabilities?: Digest | null };

/** A fit's documents, blobs first; none where it is not stored. Its timing may be missing. */
export const placesOfFit = async (store: Store, key: FitKey): Promise<readonly Place[]> => {
  const found = await findById(collection<FitPointer>(store, 'fits'), key);
  if (found === null) return [];
  const blobs = [found.model, found.probabilities].filter((digest) => digest !== undefined && digest !== null);
  const places = await Promise.all(blobs.map(async (digest) => await placesOfBlob(store, digest)));
  return [...places.flat(), { collection: 'timings', id: key }, { collection: 'fits', id: key }];
};

const documentsPerAnswer = 500;

/**
 * The documents of a collection that are there for one sweep alone. Goes through a whole collection, a few hundred
 * documents at a time; what is inserted meanwhile may be among them or not.
 */
export async function* ownDocuments(store: Store, uid: SweepUid, name: string): AsyncGenerator<Document & Stored> {
  const filter = ownCollections(uid).includes(name) ? {} : { _id: { $regex: `^${uid}(:|$)` } };
  yield* store.db.collection<Document & Stored>(name).find(filter).batchSize(documentsPerAnswer);
}
