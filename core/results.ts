import type { Digest } from './canonical.ts';

declare const brand: unique symbol;
/** Names the result of one (trial, fold) by all that it depends on. */
export type FoldKey = Digest & { readonly [brand]: 'FoldKey' };

/** Why a trial has no score. DIVERGED follows from the content; the others depend on the machine. */
export type FailureCode = 'DIVERGED' | 'OUT_OF_MEMORY' | 'CRASHED';

/** What is stored of `Metric`: `f1` is read from `f1ByClass` at the place of the label that the grid calls positive. */
export type StoredMetric = 'accuracy' | 'balancedAccuracy' | 'macroF1' | 'weightedF1' | 'mcc' | 'rocAuc' | 'logLoss';

/** Scores of the held-out rows of one fold; `rocAuc` is null where a class is missing on the held-out side. */
export type Scores = Readonly<Record<StoredMetric, number | null>>;

/** Per epoch, from the first to the scored one; losses are mean nats a row. */
export type Curves = {
  readonly loss: readonly number[]; // of the training rows, with dropout, as the batches went by
  readonly accuracy: readonly number[];
  readonly heldOutLoss: readonly number[];
  readonly heldOutAccuracy: readonly number[];
};

/** Held-out predictions: row numbers of the corpus, and float32 [rows, classes] in the order of the labels. */
export type Predictions = { readonly rows: Uint32Array; readonly probabilities: Float32Array };

/** What is known of one (trial, fold), apart from when, where and by whom. */
export type FoldResult =
  | {
      readonly state: 'scored';
      readonly scores: Scores;
      readonly f1ByClass: readonly number[];
      readonly confusion: readonly (readonly number[])[]; // rows = true class, in the order of the labels
      readonly cost: number; // multiply-adds of training and scoring, from shapes and text lengths
      readonly curves: Curves;
      readonly predictions: Predictions;
    }
  | { readonly state: 'failed'; readonly code: 'DIVERGED'; readonly epoch: number; readonly message: string };

/** The failure that a trial shows: its lowest failing fold's. Folds count from 1, through all repeats. */
export type TrialFailure = { readonly code: FailureCode; readonly message: string; readonly fold: number };

/** Per fold, in the order of the splits. */
export type FoldValues = Readonly<Record<StoredMetric, readonly (number | null)[]>>;

/** A decided trial: a pure function of its folds. */
export type TrialRow =
  | {
      readonly state: 'scored';
      readonly trial: TrialHash;
      readonly name: string;
      readonly index: number; // in the sweep's grid
      readonly values: FoldValues;
      readonly f1ByClass: readonly (readonly number[])[]; // [split][class]
      readonly cost: number;
    }
  | {
      readonly state: 'failed';
      readonly trial: TrialHash;
      readonly name: string;
      readonly index: number;
      readonly failure: TrialFailure;
    };

/** Hash of all parameters that a cell reads; the trial's short id is `t` and its first digits. */
export type TrialHash = Digest & { readonly [brand]: 'TrialHash' };
