/**
 * The grid as the rest of the program sees it: checked, defaults filled in, every axis a list.
 * docs and defaults of each key: the grid file's own format; these types follow it name by name.
 */
export type CleanKind =
  | 'html'
  | 'url'
  | 'mention'
  | 'number'
  | 'punctuation'
  | 'emoji'
  | 'hashtag'
  | 'symbol'
  | 'repeats';

/** A number of tokens, or `pNN`: that percentile of the fold's training texts' lengths. */
export type MaxTokens = number | `p${number}`;

export type TextOptions = {
  readonly clean: readonly CleanKind[];
  readonly lowercase: boolean;
  readonly replace: string; // 'none' or a file
  readonly stopwords: string; // 'none', 'builtin' or a file
  readonly normalize: 'none' | 'stem' | 'lemma';
  readonly language: 'en' | 'id';
  readonly maxTokens: MaxTokens;
  readonly truncate: 'end' | 'start';
  readonly vocabulary: 'all' | number;
};

export type EmbeddingOptions = {
  readonly kind: 'word2vec' | 'file' | 'random';
  readonly file: string; // 'none' or a file
  readonly corpus: readonly string[]; // files that word2vec sees besides
  readonly fit: 'train' | 'all';
  readonly iterations: number;
  readonly window: number;
  readonly size: number;
  readonly minCount: number;
  readonly negative: number;
  readonly sample: number;
  readonly trainable: boolean;
  readonly seed: number;
};

export type ModelOptions = {
  readonly cell: 'lstm' | 'gru';
  readonly layers: number;
  readonly units: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly inputDropout: number;
  readonly recurrentDropout: number;
  readonly spatialDropout: number;
  readonly pooling: 'last' | 'mean' | 'max' | 'attention';
  readonly head: 'softmax' | 'sigmoid';
};

export type TrainOptions = {
  readonly batch: number;
  readonly epochs: number;
  readonly optimizer: 'adam' | 'sgd' | 'rmsprop' | 'adamw';
  readonly learningRate: number;
  readonly clipNorm: 'none' | number;
  readonly classWeights: 'none' | 'balanced';
  readonly seed: number;
};

/** One value for every parameter: what one trial is. */
export type Cell = {
  readonly text: TextOptions;
  readonly embedding: EmbeddingOptions;
  readonly model: ModelOptions;
  readonly train: TrainOptions;
};

export type Value = string | number | boolean | readonly string[];

type PathsOf<Section extends keyof Cell> = `${Section}.${keyof Cell[Section] & string}`;
/** e.g. `model.units` */
export type ParameterPath = PathsOf<'text'> | PathsOf<'embedding'> | PathsOf<'model'> | PathsOf<'train'>;

export type Axis = { readonly path: ParameterPath; readonly values: readonly Value[] };

/** One entry of `any:`, or the whole grid: a cell and the axes along which it varies. */
export type GridPart = { readonly base: Cell; readonly axes: readonly Axis[] };

export type DataOptions = {
  readonly files: readonly string[]; // absolute paths
  readonly text: readonly string[] | null; // columns; null: the only one that looks like a text
  readonly label: string | null; // column; null: the only one that looks like a label
  readonly delimiter: 'auto' | ',' | ';' | '|' | '\t';
  readonly encoding: string; // 'auto' or a label that TextDecoder knows
  readonly missing: 'drop' | 'error';
  readonly badRows: 'error' | 'skip';
  readonly rareClasses: 'error' | 'drop';
  readonly duplicates: 'together' | 'keep' | 'drop';
  readonly rows: 'all' | number;
  readonly seed: number;
};

export type SplitOptions = {
  readonly folds: number;
  readonly repeats: number;
  readonly holdout: string | number; // none, a share, or a file of rows
  readonly stratify: boolean;
  readonly groups: string | null; // a column
  readonly test: string | number; // none, a share set aside before anything else sees it, or a file of rows
  readonly testSeed: number;
  readonly seed: number;
};

export const metrics = [
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'weightedF1',
  'f1',
  'mcc',
  'rocAuc',
  'logLoss',
] as const;
export type Metric = (typeof metrics)[number];

export const lessIsBetter = (metric: Metric): boolean => metric === 'logLoss';

export type SearchOptions =
  | { readonly kind: 'grid' }
  | { readonly kind: 'random'; readonly trials: number; readonly seed: number };

export type RankOptions = { readonly by: Metric; readonly positive: string | null; readonly written: boolean };

/** What `engine` may say; see core/engine.ts. */
export const engineWishes = ['wasm', 'tensorflow', 'tensorflow-cpu', 'tensorflow-cuda'] as const;

export type Grid = {
  readonly name: string;
  readonly folder: string; // absolute; where the files that it names are looked for
  readonly data: DataOptions;
  readonly split: SplitOptions;
  readonly parts: readonly GridPart[];
  readonly search: SearchOptions;
  readonly rank: RankOptions;
  readonly engine: (typeof engineWishes)[number];
};

/** Whether a file gives the held-out rows, so that every repeat has the same split. */
export const isGivenHoldout = ({ holdout }: { readonly holdout: string | number }): boolean =>
  typeof holdout === 'string' && holdout !== 'none';

/** Splits of every trial: folds × repeats, or one per repeat where some rows are held out. */
export const splitCount = (split: SplitOptions): number =>
  split.holdout === 'none' ? split.folds * split.repeats : split.repeats;
