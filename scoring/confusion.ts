/** Rows = true class, columns = predicted class, in the order of the labels; every entry a count of rows. */
export type Confusion = readonly (readonly number[])[];

/** What scikit-learn's classification_report says of one class; a quotient with nothing below it is 0. */
export type ClassReport = {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number; // rows whose true class it is
};

type Margins = {
  readonly total: number;
  readonly hits: number;
  readonly truth: number[];
  readonly predicted: number[];
};

const quotient = (above: number, below: number): number => (below === 0 ? 0 : above / below);

const sum = (items: readonly number[]): number => items.reduce((total, item) => total + item, 0);

const margins = (confusion: Confusion): Margins => {
  const truth = confusion.map(sum);
  const predicted = confusion.map((_, column) => sum(confusion.map((row) => row[column] as number)));
  return { total: sum(truth), hits: sum(confusion.map((row, c) => row[c] as number)), truth, predicted };
};

/** Counts of (true class, predicted class); both lists are class indexes of the same rows. */
export const confusionOf = (truth: Uint32Array, predicted: Uint32Array, classes: number): number[][] => {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  truth.forEach((actual, row) => {
    (counts[actual] as number[])[predicted[row] as number]! += 1;
  });
  return counts;
};

/** Sum of confusion matrices of one shape, as over the folds of a trial. */
export const sumConfusions = (matrices: readonly Confusion[]): number[][] =>
  (matrices[0] ?? []).map((row, i) => row.map((_, j) => sum(matrices.map((matrix) => matrix[i]?.[j] as number))));

/** Precision, recall, F1 and support of every class, in the order of the labels. */
export const classReports = (confusion: Confusion): ClassReport[] => {
  const { truth, predicted } = margins(confusion);
  return confusion.map((row, c) => {
    const hits = row[c] as number;
    const support = truth[c] as number;
    const called = predicted[c] as number;
    return {
      precision: quotient(hits, called),
      recall: quotient(hits, support),
      f1: quotient(2 * hits, support + called),
      support,
    };
  });
};

/**
 * Matthews' correlation of truth and prediction; 0 where either has one class only.
 * @see Gorodkin 2004, the R_K statistic
 */
const correlation = ({ total, hits, truth, predicted }: Margins): number => {
  const together = sum(truth.map((t, c) => t * (predicted[c] as number)));
  const ofTruth = total * total - sum(truth.map((t) => t * t));
  const ofPredicted = total * total - sum(predicted.map((p) => p * p));
  return quotient(hits * total - together, Math.sqrt(ofTruth * ofPredicted));
};

/**
 * The metrics that follow from counts alone, as scikit-learn has them: balanced accuracy over the classes that are
 * there, macro F1 over the classes that are there or were predicted.
 */
export const countMetrics = (
  confusion: Confusion,
): { readonly [name in 'accuracy' | 'balancedAccuracy' | 'macroF1' | 'weightedF1' | 'mcc']: number } => {
  const edges = margins(confusion);
  const reports = classReports(confusion);
  const present = reports.filter(({ support }) => support > 0);
  const seen = reports.filter(({ support }, c) => support + (edges.predicted[c] as number) > 0);
  return {
    accuracy: edges.hits / edges.total,
    balancedAccuracy: sum(present.map(({ recall }) => recall)) / present.length,
    macroF1: sum(seen.map(({ f1 }) => f1)) / seen.length,
    weightedF1: sum(reports.map(({ f1, support }) => f1 * support)) / edges.total,
    mcc: correlation(edges),
  };
};

/**
 * Agreement of truth and prediction beyond what their margins alone would give; null where both are of one and the same class.
 * @see Cohen 1960, "A coefficient of agreement for nominal scales"
 */
export const cohenKappa = (confusion: Confusion): number | null => {
  const { total, hits, truth, predicted } = margins(confusion);
  const together = sum(truth.map((t, c) => t * (predicted[c] as number)));
  return together === total * total ? null : (hits * total - together) / (total * total - together);
};
