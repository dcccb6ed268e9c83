import type { Collection } from 'mongodb';
import { mapConcurrently } from './concurrently.ts';
import { insertOnce } from './insert-once.ts';
import { deleteById, findById } from './stored.ts';
import type { Stored } from './stored.ts';

/** A piece of something too large for one document; its `_id` is `<prefix>:<n>`, n from 0. */
export type Chunk = Stored & { readonly bytes: Uint8Array };

const chunkBytes = 4 * 1024 * 1024;
const inFlight = 3;
/** More than any machine has memory for: so many pieces nobody has written, whatever a document says. */
const mostChunks = 1 << 15;

/** How many pieces so many bytes are cut into. */
export const chunkCount = (bytes: Uint8Array): number => Math.ceil(bytes.length / chunkBytes);

const indexes = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/**
 * Inserts the pieces of `bytes` and returns how many there are; the prefix names the content, so that a piece found
 * there already is the same piece.
 */
export const writeChunks = async (into: Collection<Chunk>, prefix: string, bytes: Uint8Array): Promise<number> => {
  const count = chunkCount(bytes);
  await mapConcurrently(indexes(count), inFlight, async (n) => {
    const piece = bytes.subarray(n * chunkBytes, (n + 1) * chunkBytes);
    return await insertOnce(into, { _id: `${prefix}:${n}`, v: 1, bytes: piece });
  });
  return count;
};

/** The whole, or null where a piece is missing. */
export const readChunks = async (
  of: Collection<Chunk>,
  prefix: string,
  count: number,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  if (!Number.isSafeInteger(count) || count < 0 || count > mostChunks) return null;
  const chunks = await mapConcurrently(indexes(count), inFlight, async (n) => await findById(of, `${prefix}:${n}`));
  const pieces = chunks.filter((chunk) => chunk !== null).map(({ bytes }) => bytes);
  if (pieces.length < count) return null;
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

/** One by one: a filter of several ids would make one of the servers read every piece that it holds. */
export const removeChunks = async (from: Collection<Chunk>, prefix: string, count: number): Promise<void> => {
  for (const n of indexes(Number.isSafeInteger(count) ? Math.min(count, mostChunks) : 0))
    await deleteById(from, `${prefix}:${n}`);
};
