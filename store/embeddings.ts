import { digestOf } from '../core/canonical.ts';
import type { Digest } from '../core/canonical.ts';
import type { EmbeddingKey } from './documents.ts';
import type { Finder } from './folds.ts';
import { insertOnce } from './insert-once.ts';
import { insertMismatch } from './mismatches.ts';
import type { Store } from './open-store.ts';
import { collection, findById } from './stored.ts';

/** Trained word vectors: the blob that holds them, how many words, and the length of each vector. */
export type Embedding = { readonly blob: Digest; readonly words: number; readonly size: number };

const embeddingsOf = (store: Store) => collection<Embedding>(store, 'embeddings');

/** Stores word vectors once, after their blob; of two different ones the first stands and the second is a mismatch. */
export const insertEmbedding = async (
  store: Store,
  key: EmbeddingKey,
  { blob, words, size }: Embedding,
  by: Finder,
): Promise<'inserted' | 'equal' | 'mismatch'> => {
  const found = { blob, words, size };
  if ((await insertOnce(embeddingsOf(store), { _id: key, v: 1, ...found })) === 'inserted') return 'inserted';
  const stored = await readEmbedding(store, key);
  if (stored === null) throw new Error(`embedding ${key} was there and is gone`);
  if (digestOf(stored) === digestOf(found)) return 'equal';
  await insertMismatch(store, {
    key,
    kind: 'embedding',
    stored: digestOf(stored),
    found: digestOf(found),
    ...by,
    at: Date.now(),
  });
  return 'mismatch';
};

export const readEmbedding = async (store: Store, key: EmbeddingKey): Promise<Embedding | null> => {
  const document = await findById(embeddingsOf(store), key);
  return document === null ? null : { blob: document.blob, words: document.words, size: document.size };
};
