/** One corner of a ROC curve: the rates of rows with a score of at least `threshold` (null: of none). */
export type RocPoint = {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
  readonly threshold: number | null;
};

export type Scored = {
  readonly probabilities: Float32Array; // [rows, classes]
  readonly truth: Uint32Array; // [rows], class indexes
  readonly classes: number;
};

type Sides = { readonly positives: Float32Array; readonly negatives: Float32Array };

/** Probabilities of one class, of the rows that are of it and of those that are not, ascending. */
const sidesOf = ({ probabilities, truth, classes }: Scored, positive: number): Sides => {
  const count = truth.reduce((sum, actual) => sum + (actual === positive ? 1 : 0), 0);
  const positives = new Float32Array(count);
  const negatives = new Float32Array(truth.length - count);
  let p = 0;
  let n = 0;
  truth.forEach((actual, row) => {
    const score = probabilities[row * classes + positive] as number;
    if (actual === positive) positives[p++] = score;
    else negatives[n++] = score;
  });
  return { positives: positives.sort(), negatives: negatives.sort() };
};

/** Share of (positive, negative) pairs in which the positive has the higher score, ties counted half; null without pairs. */
const areaOf = ({ positives, negatives }: Sides): number | null => {
  if (positives.length === 0 || negatives.length === 0) return null;
  let below = 0;
  let notAbove = 0;
  let halves = 0; // an integer, so the order of summation changes nothing
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] as number) < score) below++;
    while (notAbove < negatives.length && (negatives[notAbove] as number) <= score) notAbove++;
    halves += below + notAbove;
  }
  return halves / 2 / (positives.length * negatives.length);
};

/** Area under the ROC curve of one class against the rest; null where either side has no row. */
export const areaUnderCurve = (scored: Scored, positive: number): number | null => areaOf(sidesOf(scored, positive));

/**
 * Area under the ROC curve: of the second class for two, else the mean over all classes, each against the rest; null
 * where a class is missing (scikit-learn's roc_auc_score with multi_class='ovr', which fails there).
 */
export const rocAuc = (scored: Scored): number | null => {
  if (scored.classes === 2) return areaUnderCurve(scored, 1);
  let sum = 0;
  for (let positive = 0; positive < scored.classes; positive++) {
    const area = areaUnderCurve(scored, positive);
    if (area === null) return null;
    sum += area;
  }
  return sum / scored.classes;
};

/** The index below the run of scores that ends at `from - 1`, walking down an ascending list while at least `score`. */
const walkDown = (scores: Float32Array, from: number, score: number): number => {
  let at = from;
  while (at > 0 && (scores[at - 1] as number) >= score) at--;
  return at;
};

/** Whether the corner lies on the straight line between its neighbours, in counts. */
const isBetween = (a: Corner, b: Corner, c: Corner): boolean =>
  (b.hits - a.hits) * (c.misses - b.misses) === (c.hits - b.hits) * (b.misses - a.misses);

type Corner = { readonly hits: number; readonly misses: number; readonly threshold: number | null };

/**
 * ROC curve of one class against the rest, from (0, 0) to (1, 1): scikit-learn's roc_curve less every corner that lies
 * on a straight line; empty where either side has no row.
 */
export const rocCurve = (scored: Scored, positive: number): RocPoint[] => {
  const { positives, negatives } = sidesOf(scored, positive);
  if (positives.length === 0 || negatives.length === 0) return [];
  const corners: Corner[] = [{ hits: 0, misses: 0, threshold: null }];
  let p = positives.length;
  let n = negatives.length;
  while (p > 0 || n > 0) {
    const threshold = Math.max(positives[p - 1] ?? -Infinity, negatives[n - 1] ?? -Infinity);
    p = walkDown(positives, p, threshold);
    n = walkDown(negatives, n, threshold);
    const next = { hits: positives.length - p, misses: negatives.length - n, threshold };
    const [before, last] = corners.slice(-2);
    if (before !== undefined && last !== undefined && isBetween(before, last, next)) corners.pop();
    corners.push(next);
  }
  return corners.map(({ hits, misses, threshold }) => ({
    falsePositiveRate: misses / negatives.length,
    truePositiveRate: hits / positives.length,
    threshold,
  }));
};
