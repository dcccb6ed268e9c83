import type { Digest } from '../core/canonical.ts';
import type { EngineId } from '../core/engine.ts';
import type { Grid } from '../core/grid.ts';
import type { EmbeddingKey, FitKey, RunKey } from '../core/keys.ts';
import type { SweepUid } from '../core/messages.ts';
import type { FailureCode, FoldKey } from '../core/results.ts';

export type { EmbeddingKey, FitKey, RunKey, SweepUid };

/** A file that the grid names, as it was when the sweep started. */
export type FileDigest = { readonly path: string; readonly digest: Digest };

/** What the starting process made of the data: digests of blobs, and of what each fold sees. */
export type Prepared = {
  readonly rows: number;
  readonly labels: readonly string[];
  readonly classes: readonly number[]; // rows per label
  /** One per set of text options that gives other tokens, in the order of `tokenVariants(space)`. */
  readonly corpora: readonly {
    readonly digest: Digest; // blob of the tokenised rows
    readonly texts: Digest; // of all word sequences, labels apart
    readonly trainingTexts: readonly Digest[]; // of each split's training side
    readonly tokens: number;
  }[];
  /** Blobs of JSON, one per set of text options: the words that `replace` and `stopwords` name, for models to take along. */
  readonly lists: readonly Digest[];
  /** How the data were read, after whatever was found out; null where the first version did not keep it. */
  readonly reading: {
    readonly text: readonly string[]; // columns
    readonly label: string; // column
    readonly delimiter: string | null; // null: JSON lines
    readonly encoding: string;
  } | null;
  /** Word vectors from files: one per file and corpus that some trial reads together. */
  readonly vectors: readonly PreparedVectors[];
  /** Outside texts that word2vec sees besides, one per set of text options; none where no trial reads any. */
  readonly outside: readonly OutsideTexts[];
  readonly splits: Digest; // blob of all splits
  readonly splitDigests: readonly Digest[]; // of each split as drawn
  /** Rows that only `sweep fit` looks at; null where none are set aside. */
  readonly test: {
    readonly rows: number;
    readonly classes: readonly number[]; // rows per label
    readonly rowsDigest: Digest; // of texts and labels as read, whatever their order: names these rows in any sweep
    readonly corpora: readonly Digest[]; // blobs of the tokenised rows, one per set of text options, as `corpora`
    readonly dropped: number; // other rows that had a text or a group in common with them
  } | null;
  /** Rows of a hold-out file, the last of all; null where splits are drawn. */
  readonly heldOut: { readonly rows: number; readonly dropped: number } | null;
  readonly baseline: { readonly label: string; readonly scores: { readonly [metric: string]: number | null } };
  readonly caveats: readonly string[];
};

/** Texts of the files in `embedding.corpus`, tokenised as the rows are. */
export type OutsideTexts = {
  readonly digest: Digest; // blob
  readonly texts: Digest; // of their word sequences
  readonly rows: number;
  readonly tokens: number;
  readonly words: number; // distinct
  readonly shared: number; // of those, words of the rows too
};

/** The rows of a file of word vectors whose words a corpus has. */
export type PreparedVectors = {
  readonly corpus: number; // index into `corpora`
  readonly file: Digest; // of the file's bytes
  readonly blob: Digest; // of the rows, in the order of the corpus' words
  readonly size: number; // numbers of a vector
  readonly words: number; // distinct words of the corpus that have a vector
  readonly ofWords: number;
  readonly tokens: number; // tokens that have one
  readonly ofTokens: number;
};

/**
 * One grid, started under a name. Written once; what people ask for later are requests, of which every `amend` gives the
 * sweep another grid of the same data and splits: its next edition.
 */
export type Sweep = {
  readonly uid: SweepUid;
  readonly name: string;
  readonly grid: Grid;
  readonly gridFile: string; // absolute path, for "the grid file changed since"
  readonly gridDigest: Digest; // of the parsed grid without name and paths: decides whether two starts mean the same
  readonly files: readonly FileDigest[];
  readonly prepared: Prepared;
  readonly engine: EngineId; // fixed at its start, whatever of it the grid leaves open
  readonly numerics: number;
  readonly startedAt: number; // ms since 1970
  readonly edition: number; // how many amendments made the grid what it is here: 0 as started
};

export type RequestKind = 'start' | 'resume' | 'pause' | 'stop' | 'retry' | 'amend';
/** What a person asked of a sweep; immutable, numbered from 1. An `amend` carries its `Amendment`. */
export type SweepRequest = { readonly n: number; readonly kind: RequestKind; readonly at: number };

/** Another grid of the same data and splits, and why it was given. */
export type Amendment = Pick<Sweep, 'grid' | 'gridFile' | 'gridDigest' | 'files' | 'prepared'> & {
  readonly reason: string | null;
};

/** What a worker process says of itself every second. Serves display, windows and claims; no result depends on it. */
export type WorkerDocument = {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly schema: number; // version of the store's shapes that it writes
  readonly orchestrates: boolean; // serves workflows
  readonly trainQueue: string | null;
  readonly engine: EngineId; // that its slots train with
  readonly slots: readonly SlotState[];
  readonly lastError: { readonly message: string; readonly at: number } | null;
  readonly alone: readonly string[]; // runs that go on alone on this worker
  readonly seenAt: number; // ms, the database's clock
};
export type SlotState = {
  readonly state: 'idle' | 'starting' | 'embedding' | 'run' | 'fit' | 'resting' | 'lost'; // lost: its GPU cannot be used
  readonly sweep: SweepUid | null;
  readonly what: string; // e.g. "window=4, fold 3, epoch 12 of 50"
  readonly done: number; // steps
  readonly total: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly gpu?: SlotGpu; // of a slot that trains on one
};

/** The GPU of a slot as its driver told a few seconds ago. */
export type SlotGpu = {
  readonly name: string; // e.g. GPU 0
  readonly utilisation: number | null; // percent; null: not told
  readonly usedBytes: number | null; // by all programs
  readonly memoryBytes: number;
  readonly celsius: number | null;
};

/** Progress of one embedding's folds; written by its own workflow's activity alone, readers sum. */
export type ProgressDocument = {
  readonly embedding: number;
  readonly done: number; // folds scored
  readonly failed: number;
  readonly reused: number; // of `done`, known before this sweep needed them
  readonly edition: number;
  readonly retry: number;
};

/** A trial's or embedding's failure that depends on the machine; of one sweep and retry. */
export type MachineFailure = { readonly code: Exclude<FailureCode, 'DIVERGED'>; readonly message: string };

/** Two different results of one key: with our own kernels a bug of ours. The stored one stands. */
export type Mismatch = {
  readonly key: string;
  readonly kind?: 'embedding'; // word vectors, which our own kernels train whatever the engine; without: a fold or a fit
  readonly sweep: SweepUid;
  readonly stored: Digest;
  readonly found: Digest;
  readonly worker: string;
  readonly version: string;
  readonly at: number;
};

/** One training of a run, embedding or fit by one trainer: written at its start, and once more at its end. */
export type Attempt = {
  readonly key: RunKey | EmbeddingKey | FitKey;
  readonly kind: 'run' | 'embedding' | 'fit';
  readonly sweep: SweepUid;
  readonly retry: number;
  readonly worker: string;
  readonly device?: string; // that the worker trains on: the processor, or its GPUs; older documents do not say it
  readonly folds: readonly FoldKey[]; // that were missing when it started
  readonly fromStep: number;
  readonly startedAt: number;
};
export type AttemptEnd = {
  readonly outcome: 'trained' | 'diverged' | 'stopped' | 'died' | 'failed';
  readonly ownDeath: boolean; // the trainer died by itself, not by an outside kill
  readonly outOfMemory: boolean;
  readonly cause: string;
  readonly last?: true; // it was tried once more with its GPU to itself: not again
  readonly step: number; // last checkpointed step known
  readonly again: readonly FoldKey[]; // folds whose insert found them stored already
  readonly seconds: number;
  readonly endedAt: number;
};

/** When and by whom a fold was trained: apart from its scores, so that those can be compared byte for byte. */
export type Timing = {
  readonly seconds: number; // slot time since the run began, or went on from a checkpoint
  readonly worker: string;
  readonly host: string;
  readonly finishedAt: number;
  readonly rate: number; // multiply-adds per second
};
