import type { Digest } from '../../core/canonical.ts';
import type { Cell, Metric, ModelOptions, TextOptions } from '../../core/grid.ts';
import type { TokenLists } from '../../text/token-lists.ts';
import type { NetworkWeights } from '../network/weights.ts';

/** How a text becomes words: the grid's options, and the words of the lists that they name. */
export type ExportedText = { readonly options: TextOptions; readonly lists: TokenLists };

/** All that is needed to predict. */
export type TrainedModel = {
  readonly weights: NetworkWeights;
  readonly table: Float32Array; // [vocabulary + 1, size]; row 0 = <oov>, row i + 1 = vocabulary[i]
  readonly vocabulary: readonly string[];
  readonly size: number; // of a vector
  readonly model: ModelOptions;
  readonly text: ExportedText;
  readonly maxTokens: number; // as the training rows had it
  readonly labels: readonly string[]; // of the probabilities, in their order; sigmoid: the second is the positive
};

type ScoreValues = { readonly [metric in Metric]?: number | null };

/** Where a model comes from and what is known of it; written beside it, and read by people. */
export type ModelFacts = {
  readonly sweep: string;
  readonly trial: { readonly id: string; readonly name: string };
  readonly cell: Cell; // every value
  readonly engine: string;
  readonly numerics: number;
  readonly program: string; // version of this program
  readonly reading: {
    readonly text: readonly string[]; // columns
    readonly label: string;
    readonly delimiter: string | null; // null: JSON lines
    readonly encoding: string;
  };
  readonly data: {
    readonly files: readonly { readonly name: string; readonly digest: Digest }[]; // names without folders
    readonly rows: number; // trained on
    readonly classes: readonly number[]; // of them, in the order of the labels
  };
  readonly scores: {
    readonly by: Metric; // what the sweep ranks by
    readonly folds: {
      readonly count: number;
      readonly mean: ScoreValues;
      readonly sd: ScoreValues;
    } | null; // of the trial, over the sweep's splits
    readonly selection: { readonly estimate: number; readonly low: number; readonly high: number } | null; // of the best trial
    readonly test: {
      readonly rows: number;
      readonly values: ScoreValues;
      readonly look: number; // 1: the first look at these rows
    } | null;
    readonly baseline: { readonly label: string; readonly values: ScoreValues } | null; // guessing the largest class
  };
  readonly caveats: readonly string[]; // sentences, e.g. what may make the scores too high
};

/** The files of a model folder: bytes by name. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;
