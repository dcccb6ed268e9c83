import type { Digest } from '../../core/canonical.ts';
import { readAttempt } from '../../store/attempts.ts';
import { isCheckpointPiece } from '../../store/checkpoints.ts';
import type { EmbeddingKey, FitKey } from '../../store/documents.ts';
import { readEmbedding } from '../../store/embeddings.ts';
import { readFitState } from '../../store/fits.ts';
import type { Store } from '../../store/open-store.ts';
import { ownerOf } from '../../store/owners.ts';
import type { Stored } from '../../store/stored.ts';
import { readWorkers } from '../../store/workers.ts';
import type { ReachedNow } from './reached-now.ts';

/** A document that may be free, as far as it was read. */
export type Found = Stored & { readonly [field: string]: unknown };

/** Whether nobody needs a document any more. */
export type IsFree = (collection: string, document: Found) => Promise<boolean>;

/** The attempt that wrote a piece `<key>:<attempt>:<step>:<n>`. */
const attemptOf = (piece: string): string => piece.split(':').slice(1, -2).join(':');

/** Judges documents by what sweeps lead to and by which workers live, as of now. */
export const createIsFree = async (store: Store, reached: ReachedNow): Promise<IsFree> => {
  const { live } = await readWorkers(store);
  const isLive = (worker: unknown): boolean => live.some(({ id }) => id === worker);

  /** Whether a training has left its checkpoint though it is over: it was killed before it could delete it. */
  const isOver = async (key: Digest): Promise<boolean> =>
    reached.isFinishedRun(key) ||
    (await readEmbedding(store, key as EmbeddingKey)) !== null ||
    (await readFitState(store, key as FitKey)) !== null;

  /** A piece of a checkpoint that is not the last one, by a trainer that writes no more of them. */
  const isOrphan = async (piece: string, key: Digest): Promise<boolean> => {
    const record = await readAttempt(store, attemptOf(piece));
    if (record?.end === null && isLive(record.attempt.worker)) return false;
    return !(await isCheckpointPiece(store, key, piece)); // asked last: a checkpoint is complete before its attempt ends
  };
  return async (collection, document) => {
    const owner = ownerOf(collection, document._id);
    switch (owner.kind) {
      case 'sweep':
        return !reached.isSweep(owner.uid);
      case 'blob':
        return !reached.hasBlob(owner.digest);
      case 'key':
        if (collection === 'claims') return !isLive(document['worker']);
        if (!reached.hasKey(owner.key)) return true;
        if (collection === 'checkpoints') return await isOver(owner.key);
        return collection === 'checkpointChunks' && (await isOrphan(document._id, owner.key));
      case 'nobody':
        return false;
      default:
        return owner satisfies never;
    }
  };
};
