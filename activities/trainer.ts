import type { Digest } from '../core/canonical.ts';
import type { Cell } from '../core/grid.ts';
import type { Curves, FoldResult } from '../core/results.ts';
import type { FoldScore } from '../scoring/score-fold.ts';
import type { SlotState } from '../store/documents.ts';

/** What a slot is asked to train: plain data and digests; corpora and vectors are fetched by digest. */
export type RunTask = {
  readonly kind: 'run';
  readonly corpus: Digest;
  readonly splits: Digest;
  readonly split: number;
  readonly repeat: number;
  readonly fold: number;
  readonly vectors: Digest | null; // null: learnt from random ones
  readonly cell: Cell;
  readonly epochs: readonly number[]; // ascending; scored at each
};
export type EmbeddingTask = {
  readonly kind: 'embedding';
  readonly corpus: Digest;
  readonly outside: Digest | null; // texts that are seen behind those of the corpus
  readonly splits: Digest;
  readonly split: number | null; // whose training texts are seen; null: all
  readonly cell: Cell;
};
/** All rows of the corpus train; the test rows are scored at the end, once that is allowed. */
export type FitTask = {
  readonly kind: 'fit';
  readonly corpus: Digest;
  readonly test: Digest | null; // tokenised test rows
  readonly vectors: Digest | null; // null: learnt from random ones
  readonly cell: Cell;
};
export type TrainerTask = RunTask | EmbeddingTask | FitTask;

/** A fold as the trainer hands it over, with the slot's seconds since the task began. */
export type TrainedFold = { readonly epochs: number; readonly result: FoldResult; readonly seconds: number };
/** Word vectors as bytes of a blob, and what stands on their document. */
export type TrainedVectors = { readonly bytes: Uint8Array; readonly words: number; readonly size: number };

/** A model and what it made of the test rows, with the slot's seconds since the task began. */
export type TrainedFit = {
  readonly model: Uint8Array; // bytes of a blob
  readonly curves: Pick<Curves, 'loss' | 'accuracy'>;
  readonly cost: number; // multiply-adds of training
  readonly test: (FoldScore & { readonly probabilities: Float32Array }) | null; // [test rows, classes]
  readonly seconds: number;
};

export type TrainerHooks = {
  readonly signal: AbortSignal; // save a checkpoint and hand back
  readonly checkpoint: { readonly step: number; readonly bytes: Uint8Array } | null;
  readonly alone: boolean; // nothing else may train on this worker meanwhile
  readonly show: Pick<SlotState, 'sweep' | 'what'>;
  readonly onBeat: () => void; // the trainer has reported, or is inside a named phase
  readonly onFold: (fold: TrainedFold) => Promise<void>;
  readonly onVectors: (vectors: TrainedVectors) => Promise<void>;
  readonly onTrained: () => Promise<void>; // a fit's test rows are not scored before this is done
  readonly onFit: (fit: TrainedFit) => Promise<void>;
  readonly onCheckpoint: (step: number, bytes: Uint8Array) => Promise<void>;
};

/** How a training ended. `died`: the trainer's process is gone; `own`: by itself, not by somebody's kill. */
export type TrainerEnd =
  | { readonly state: 'finished' }
  | { readonly state: 'stopped' }
  | { readonly state: 'diverged'; readonly epoch: number; readonly message: string }
  | {
      readonly state: 'died';
      readonly own: boolean;
      readonly outOfMemory: boolean;
      readonly cause: string;
      readonly last?: true; // it was tried once more with its GPU to itself: not again
    }
  | { readonly state: 'failed'; readonly message: string };

/** The slots of this worker: waits for a free one, trains, frees it. */
export type Slots = { readonly train: (task: TrainerTask, hooks: TrainerHooks) => Promise<TrainerEnd> };
