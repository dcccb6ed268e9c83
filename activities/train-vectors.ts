import type { EmbeddingKey } from '../core/keys.ts';
import type { SweepUid } from '../core/messages.ts';
import type { Trial } from '../core/space.ts';
import { putBlobFor } from '../store/blobs.ts';
import type { MachineFailure } from '../store/documents.ts';
import { insertEmbedding, readEmbedding } from '../store/embeddings.ts';
import type { ActivityContext } from './context.ts';
import { corpusDigest, outsideOf } from './plan.ts';
import type { Plan } from './plan.ts';
import type { EmbeddingTask } from './trainer.ts';
import { createTraining } from './training.ts';

type VectorsJob = {
  readonly plan: Plan;
  readonly trial: Trial;
  readonly key: EmbeddingKey;
  readonly split: number | null; // whose training texts are seen; null: all rows'
  readonly owner: string;
  readonly retry: number;
  readonly onFailed: (failure: MachineFailure) => Promise<void>;
};

/** Trains word vectors of some texts with one slot, and stores them once. */
export const createTrainVectors = (context: ActivityContext) => {
  const { store } = context;
  const training = createTraining(context);

  return async ({ plan, trial, key, split, owner, retry, onFailed }: VectorsJob) => {
    const sweep: SweepUid = plan.sweep.uid;
    const { iterations, window } = trial.cell.embedding;
    const what = `word2vec iterations=${iterations},window=${window}${split === null ? '' : `, fold ${split + 1}`}`;
    const { splits } = plan.sweep.prepared;
    const corpus = corpusDigest(plan, trial);
    const outside = outsideOf(plan, trial)?.digest ?? null;
    const task: EmbeddingTask = { kind: 'embedding', corpus, outside, splits, split, cell: trial.cell };
    const outcome = await training({
      sweep,
      retry,
      owner,
      key,
      prepare: async () => ((await readEmbedding(store, key)) === null ? { task, folds: [], what } : null),
      onVectors: async ({ bytes, words, size }) => {
        const { id, version } = context.worker;
        const by = { sweep, worker: id, version };
        await putBlobFor(store, bytes, (blob) => insertEmbedding(store, key, { blob, words, size }, by));
      },
      onFailed,
    });
    if (outcome === 'diverged') throw new Error(`word vectors ${key} reported a divergence`);
    return outcome;
  };
};
