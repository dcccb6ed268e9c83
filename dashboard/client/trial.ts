import type { ClassRates } from '../../pictures/rate-curves.ts';

export type TrialClass = {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
};

type FoldClass = TrialClass & {
  readonly rocAuc: number | null;
  readonly roc: readonly { readonly falsePositiveRate: number; readonly truePositiveRate: number }[];
  readonly averagePrecision: number | null;
  readonly precisionRecall: readonly { readonly recall: number; readonly precision: number }[];
};

export type TrialAttempt = {
  readonly outcome: string;
  readonly cause: string;
  readonly fromStep: number;
  readonly seconds: number | null;
};

export type ScoredTrialFold = {
  readonly fold: number;
  readonly state: 'scored';
  readonly attempts: readonly TrialAttempt[];
  readonly scores: Readonly<Record<string, number | null>>;
  readonly classes: readonly FoldClass[];
  readonly curves: Readonly<Record<'loss' | 'accuracy' | 'heldOutLoss' | 'heldOutAccuracy', readonly number[]>>;
  readonly seconds: number | null;
  readonly host: string | null;
};

export type TrialFold =
  | ScoredTrialFold
  | {
      readonly fold: number;
      readonly state: 'failed';
      readonly attempts: readonly TrialAttempt[];
      readonly failure: { readonly code: string; readonly message: string };
    }
  | { readonly fold: number; readonly state: 'open'; readonly attempts: readonly TrialAttempt[] };

/** What the page reads of the object of `show --json`. */
export type TrialAnswer = {
  readonly sweep: string;
  readonly id: string;
  readonly trial: string;
  readonly state: 'scored' | 'failed' | 'open';
  readonly by: string;
  readonly rank: number | null;
  readonly group: number | null;
  readonly take: boolean;
  readonly withinOneSe: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly scores: Readonly<Record<string, { readonly mean: number | null; readonly sd: number | null }>>;
  readonly failure: { readonly code: string; readonly message: string; readonly fold: number } | null;
  readonly labels: readonly string[];
  readonly confusion: readonly (readonly number[])[] | null;
  readonly folds: readonly TrialFold[];
  readonly hardest: readonly {
    readonly row: number;
    readonly rows: readonly number[]; // with this text, its own among them
    readonly fold: number;
    readonly truth: string;
    readonly predicted: string;
    readonly probability: number;
    readonly text: string;
  }[];
  readonly command: string;
};

export const scoredFolds = ({ folds }: TrialAnswer): readonly ScoredTrialFold[] =>
  folds.filter((fold) => fold.state === 'scored');

/** Of two classes one curve says all: the other's is its mirror. */
const ratedLabels = (labels: readonly string[]): readonly number[] => (labels.length === 2 ? [1] : [...labels.keys()]);

const ratesOf = (
  answer: TrialAnswer,
  of: (each: FoldClass) => Omit<ClassRates['folds'][number], 'fold'>,
): readonly ClassRates[] =>
  ratedLabels(answer.labels).map((at) => ({
    label: answer.labels[at] as string,
    folds: scoredFolds(answer).flatMap(({ fold, classes }) => {
      const own = classes[at];
      return own === undefined ? [] : [{ fold, ...of(own) }];
    }),
  }));

export const rocOf = (answer: TrialAnswer): readonly ClassRates[] =>
  ratesOf(answer, ({ rocAuc, roc }) => ({
    area: rocAuc,
    points: roc.map((point) => ({ x: point.falsePositiveRate, y: point.truePositiveRate })),
  }));

export const precisionOf = (answer: TrialAnswer): readonly ClassRates[] =>
  ratesOf(answer, ({ averagePrecision, precisionRecall }) => ({
    area: averagePrecision,
    points: precisionRecall.map((point) => ({ x: point.recall, y: point.precision })),
  }));
