import { digestOfBulk } from './digest-of-bulk.ts';
import type { Digest } from '../core/canonical.ts';
import { readChunks, removeChunks, writeChunks } from './chunks.ts';
import type { Chunk } from './chunks.ts';
import type { Store } from './open-store.ts';
import { collection, deleteById, findById, replaceById } from './stored.ts';

/** What a training needs to go on; `attempt` is unique to one trainer's life. */
export type Checkpoint = { readonly attempt: string; readonly step: number; readonly bytes: Uint8Array };

type PointerFields = {
  readonly attempt: string;
  readonly step: number;
  readonly digest: Digest;
  readonly chunks: number;
};

const pointersOf = (store: Store) => collection<PointerFields>(store, 'checkpoints');
const chunksOf = (store: Store) => collection<Pick<Chunk, 'bytes'>>(store, 'checkpointChunks');
const pointerId = (key: string): string => `checkpoint:${key}`;
const prefixOf = (key: string, { attempt, step }: Pick<PointerFields, 'attempt' | 'step'>): string =>
  `${key}:${attempt}:${step}`;

/**
 * Stores a checkpoint: its chunks first, then the pointer that makes it the one to go on from; at last it removes the
 * chunks of the one before. Whose pointer wins does not matter: any complete checkpoint of a deterministic run is right.
 */
export const saveCheckpoint = async (store: Store, key: string, checkpoint: Checkpoint): Promise<void> => {
  const { attempt, step, bytes } = checkpoint;
  const before = await findById(pointersOf(store), pointerId(key));
  const prefix = prefixOf(key, checkpoint);
  const chunks = await writeChunks(chunksOf(store), prefix, bytes);
  await replaceById(pointersOf(store), {
    _id: pointerId(key),
    v: 1,
    attempt,
    step,
    digest: digestOfBulk(bytes),
    chunks,
  });
  if (before !== null && prefixOf(key, before) !== prefix)
    await removeChunks(chunksOf(store), prefixOf(key, before), before.chunks);
};

/** The latest checkpoint, or null where there is none that is complete and undamaged. */
export const loadCheckpoint = async (
  store: Store,
  key: string,
): Promise<{ readonly step: number; readonly bytes: Uint8Array<ArrayBuffer> } | null> => {
  let passedOver: Digest | null = null;
  for (;;) {
    const pointer = await findById(pointersOf(store), pointerId(key));
    if (pointer === null || pointer.digest === passedOver) return null;
    const bytes = await readChunks(chunksOf(store), prefixOf(key, pointer), pointer.chunks);
    if (bytes !== null && digestOfBulk(bytes) === pointer.digest) return { step: pointer.step, bytes };
    passedOver = pointer.digest; // or replaced while it was read: then another pointer is there now
  }
};

export const deleteCheckpoint = async (store: Store, key: string): Promise<void> => {
  const pointer = await findById(pointersOf(store), pointerId(key));
  if (pointer === null) return;
  await deleteById(pointersOf(store), pointerId(key));
  await removeChunks(chunksOf(store), prefixOf(key, pointer), pointer.chunks);
};

/** The keys of all trainings that have a checkpoint. */
export const readCheckpointKeys = async (store: Store): Promise<ReadonlySet<string>> => {
  const pointers = await pointersOf(store).find().toArray();
  return new Set(pointers.map(({ _id }) => _id.slice(pointerId('').length)));
};

/** Whether a piece is one of the checkpoint that its training goes on from. */
export const isCheckpointPiece = async (store: Store, key: string, piece: string): Promise<boolean> => {
  const pointer = await findById(pointersOf(store), pointerId(key));
  return pointer !== null && piece.startsWith(`${prefixOf(key, pointer)}:`);
};
