/**
 * What crosses Temporal: ids, indexes and small numbers. Texts, vectors, weights, curves and predictions go through the
 * store.
 */
declare const brand: unique symbol;
/** Drawn at a sweep's first insert; its documents, collections and workflow ids carry it, never the name. */
export type SweepUid = string & { readonly [brand]: 'SweepUid' };

/** One grid of a sweep's history (`edition`) and one round of trying machine failures again (`retry`). */
export type Round = { readonly edition: number; readonly retry: number };

export type SweepInput = {
  readonly store: string; // id of the store, part of every workflow id
  readonly sweep: SweepUid;
  readonly name: string; // for people who look at Temporal; decides nothing
  readonly trainQueue: string;
  readonly from: number; // first embedding that this run of the workflow looks at
  readonly round?: Round; // that `from` belongs to; none: the first
};

export type Wishes = Round & { readonly wish: 'run' | 'pause' | 'stop'; readonly seen: number };

export type EmbeddingPage = { readonly embeddings: readonly number[]; readonly next: number | null };

export type EmbeddingInput = Round & {
  readonly sweep: SweepUid;
  readonly name: string;
  readonly trainQueue: string;
  readonly embedding: number;
  readonly siblings: number; // children that share the sweep's window
  readonly page: number; // first model of the next page
  readonly missing: number; // runs that this pass has found missing so far
  readonly first: boolean; // whether this is the first pass, whose counts are shown as they grow
  readonly counts: FoldCounts;
};

/** Folds of one embedding: scored, failed, and of the scored ones those that were known before this sweep needed them. */
export type FoldCounts = { readonly done: number; readonly failed: number; readonly reused: number };

export type FindMissingInput = Round & {
  readonly sweep: SweepUid;
  readonly embedding: number;
  readonly siblings: number;
  readonly from: number;
};

export type Found = {
  readonly runs: readonly number[]; // model * splits + split
  readonly scored: readonly number[]; // folds of each run that are among `counts.done`
  readonly untrained: readonly number[]; // scopes whose word vectors are missing: the split, or 0 where all splits share them
  readonly counts: FoldCounts; // of the page
  readonly next: number | null; // first model of the next page
  readonly width: number; // how many runs this child may have in flight
  readonly scopes: 'split' | 'all' | 'none'; // whether word vectors are one split's, all splits', or not trained
  readonly splits: number;
};

export type TrainInput = Round & {
  readonly sweep: SweepUid;
  readonly embedding: number;
  readonly siblings: number;
};
export type TrainEmbeddingInput = TrainInput & { readonly scope: number };
export type TrainRunInput = TrainInput & {
  readonly run: number;
  readonly scored: number; // of its folds, counted already
  /** Further runs, to be trained in this order while the activity is young; earlier versions name none. */
  readonly more?: readonly { readonly run: number; readonly scored: number }[];
};

/** `waiting`: another sweep trains the same thing now, ask again later. */
export type EmbeddingOutcome = { readonly state: 'trained' | 'known' | 'failed' | 'waiting' };

export type RunOutcome = {
  readonly state: 'trained' | 'known' | 'diverged' | 'failed' | 'waiting';
  readonly counts: FoldCounts; // folds that became known through this call
  readonly width: number;
  /** How many of the runs given it has done, and whether it could have done as many again; earlier versions do one. */
  readonly taken?: number;
  readonly early?: boolean;
  /** How many such runs fill a turn, for workflows that began since turns are filled. */
  readonly fits?: number;
};

/** One trial trained on all rows; `trial` is its index in the grid that the sweep had in that edition. */
export type TrainFitInput = {
  readonly sweep: SweepUid;
  readonly trial: number;
  readonly edition?: number; // none in what was asked for before sweeps could be amended: 0
  readonly retry: number; // how many fits of it a machine has failed before
};

export type FitInput = TrainFitInput & {
  readonly name: string; // for people who look at Temporal; decides nothing
  readonly trainQueue: string;
};

export type FitOutcome = { readonly state: 'trained' | 'known' | 'diverged' | 'failed' | 'waiting' };

export type ProgressInput = Round & {
  readonly sweep: SweepUid;
  readonly embedding: number;
  readonly counts: FoldCounts;
};

export type PublishInput = Round & { readonly sweep: SweepUid };

/** What the control queue's activities can do. */
export type ControlActivities = {
  readWishes(sweep: SweepUid): Promise<Wishes>;
  findEmbeddings(sweep: SweepUid, from: number, edition?: number): Promise<EmbeddingPage>;
  findMissing(input: FindMissingInput): Promise<Found>;
  recordProgress(input: ProgressInput): Promise<void>;
  publishLeaderboard(input: PublishInput): Promise<'published' | 'missing'>;
};

/** What the training queue's activities can do; each holds one slot while it runs. */
export type TrainActivities = {
  trainEmbedding(input: TrainEmbeddingInput): Promise<EmbeddingOutcome>;
  trainRun(input: TrainRunInput): Promise<RunOutcome>;
  /** The word vectors that a fit starts from, of the texts of all rows; `known` where it trains none. */
  trainFitVectors(input: TrainFitInput): Promise<EmbeddingOutcome>;
  trainFit(input: TrainFitInput): Promise<FitOutcome>;
};

export const noFolds: FoldCounts = { done: 0, failed: 0, reused: 0 };

export const addCounts = (a: FoldCounts, b: FoldCounts): FoldCounts => ({
  done: a.done + b.done,
  failed: a.failed + b.failed,
  reused: a.reused + b.reused,
});

export const sweepWorkflowId = (store: string, sweep: SweepUid): string => `${store}/${sweep}`;

/**
 * A trial has one fit at a time, whoever asks for it; one that is tried again after a machine failed it is another, since
 * the old one may still be open and ends with the old failure.
 */
export const fitWorkflowId = (store: string, { sweep, trial, retry, edition = 0 }: TrainFitInput): string =>
  `${sweepWorkflowId(store, sweep)}/fit/${edition === 0 ? '' : `${edition}/`}${trial}/${retry}`;
