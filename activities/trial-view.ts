import type { Json } from '../core/canonical.ts';
import type { Metric } from '../core/grid.ts';
import type { Curves, FailureCode, Scores } from '../core/results.ts';
import type { Confusion } from '../scoring/confusion.ts';
import type { FailedRow, ScoredRow } from '../scoring/leaderboard.ts';
import type { HardRow } from '../scoring/hardest-rows.ts';
import type { SameText } from '../scoring/one-per-text.ts';
import type { RocPoint } from '../scoring/roc.ts';
import type { PrecisionRecallPoint } from '../scoring/precision-recall.ts';
import type { AttemptRecord } from '../store/attempts.ts';
import type { OutsideTexts, PreparedVectors, Timing } from '../store/documents.ts';
import type { Amended } from './amendment-history.ts';
import type { SweepState } from './state.ts';

/** One class against the rest on one fold's held-out rows; null and empty where either side has no row. */
export type ClassRoc = { readonly area: number | null; readonly points: readonly RocPoint[] };

/** The same for precision and recall; the area is the average precision. */
export type ClassPrecision = { readonly area: number | null; readonly points: readonly PrecisionRecallPoint[] };

/** A text that was most surely wrong, as its tokens; the stored rows hold no more of it. */
export type HardText = HardRow & SameText & { readonly text: string };

export type ScoredFold = {
  readonly state: 'scored';
  readonly fold: number; // from 1, through all repeats
  readonly scores: Scores;
  readonly f1ByClass: readonly number[];
  readonly confusion: Confusion;
  readonly curves: Curves;
  readonly roc: readonly ClassRoc[]; // in the order of the labels
  readonly precisionRecall: readonly ClassPrecision[];
  readonly timing: Pick<Timing, 'seconds' | 'host' | 'finishedAt'> | null; // null: not known
  readonly attempts: readonly AttemptRecord[]; // of this sweep; none where another sweep trained the fold
};

export type FoldView =
  | ScoredFold
  | {
      readonly state: 'failed';
      readonly fold: number;
      readonly code: FailureCode;
      readonly message: string;
      readonly attempts: readonly AttemptRecord[];
    }
  | { readonly state: 'open'; readonly fold: number; readonly attempts: readonly AttemptRecord[] };

/** All that is known of one trial. */
export type TrialView = {
  readonly sweep: string; // its name
  readonly sweepState: SweepState;
  readonly history: readonly Amended[]; // of the grid since the start
  readonly since: number; // the edition that brought it in; 0: there from the start
  readonly id: string;
  readonly name: string;
  readonly row: ScoredRow | FailedRow | null; // null: not decided
  readonly ranked: number; // trials with a rank
  readonly by: Metric;
  readonly positive: string | null;
  readonly labels: readonly string[];
  readonly params: { readonly [path: string]: Json }; // its values on the axes
  readonly parameters: { readonly [path: string]: Json }; // all that it reads
  readonly vectors: PreparedVectors | null; // of a file
  readonly outside: OutsideTexts | null; // that word2vec saw besides
  readonly folds: readonly FoldView[];
  readonly hardest: readonly HardText[]; // of all folds, the surest mistake first
  readonly command: string; // that trains it again, on all rows
};

export const scoredFolds = ({ folds }: TrialView): readonly ScoredFold[] =>
  folds.filter((fold) => fold.state === 'scored');
