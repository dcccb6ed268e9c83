import { digestOfBulk } from './digest-of-bulk.ts';
import type { Digest } from '../core/canonical.ts';
import { readChunks, writeChunks } from './chunks.ts';
import type { Chunk } from './chunks.ts';
import { holding } from './holds.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, findById } from './stored.ts';

type BlobFields = { readonly size: number; readonly chunks: number };

const blobsOf = (store: Store) => collection<BlobFields>(store, 'blobs');
const chunksOf = (store: Store) => collection<Pick<Chunk, 'bytes'>>(store, 'blobChunks');

/**
 * Stores bytes under their digest, then inserts what leads to them: in between nobody frees them, nor the same bytes that
 * were there before. `lead` may be called twice.
 */
export const putBlobFor = async <Result>(
  store: Store,
  bytes: Uint8Array,
  lead: (digest: Digest) => Promise<Result>,
): Promise<Result> => {
  const digests = [digestOfBulk(bytes)];
  return await holding(store, { kind: 'blobs', digests }, async () => await lead(await putBlob(store, bytes)));
};

/**
 * Stores bytes under their digest. The header comes last: where there is one, all of it is there. Only for what is held
 * (see `putBlobFor`, and `holding` for sweeps).
 */
export const putBlob = async (store: Store, bytes: Uint8Array): Promise<Digest> => {
  const digest = digestOfBulk(bytes);
  if (await hasBlob(store, digest)) return digest;
  const chunks = await writeChunks(chunksOf(store), digest, bytes);
  await insertOnce(blobsOf(store), { _id: digest, v: 1, size: bytes.length, chunks });
  return digest;
};

export const hasBlob = async (store: Store, digest: Digest): Promise<boolean> =>
  (await findById(blobsOf(store), digest)) !== null;

/** @throws {Error} that names the digest, when the blob is missing or its bytes are not those that were put there */
export const getBlob = async (store: Store, digest: Digest): Promise<Uint8Array<ArrayBuffer>> => {
  const header = await findById(blobsOf(store), digest);
  if (header === null) throw new Error(`blob ${digest} is not in the store`);
  const bytes = await readChunks(chunksOf(store), digest, header.chunks);
  if (bytes === null) throw new Error(`blob ${digest} is damaged: one of its ${header.chunks} chunks is missing`);
  const found = digestOfBulk(bytes);
  if (found !== digest)
    throw new Error(`blob ${digest} is damaged: its ${bytes.length} bytes have the digest ${found}`);
  return bytes;
};
