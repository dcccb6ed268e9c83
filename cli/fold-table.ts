import type { Metric } from '../core/grid.ts';
import { metrics } from '../core/grid.ts';
import { mean, standardDeviation } from '../scoring/residual-variance.ts';
import { textWidth, wrapped } from './grid/text-width.ts';
import { nothing } from './leaderboard-view.ts';
import { ruledTable } from './ruled-table.ts';
import type { FoldView, ScoredFold, TrialView } from '../activities/trial-view.ts';
import { scoredFolds } from '../activities/trial-view.ts';

const digits = 4;

/** Metrics in the order in which they go where they do not all fit: the one that is ranked by stays longest. */
const leastNeeded = [
  'weightedF1',
  'balancedAccuracy',
  'mcc',
  'rocAuc',
  'logLoss',
  'macroF1',
  'f1',
  'accuracy',
] as const;

const scoreOf = ({ scores, f1ByClass }: ScoredFold, metric: Metric, place: number): number | null =>
  metric === 'f1' ? (f1ByClass[place] ?? null) : scores[metric];

const text = (value: number | null | undefined): string => value?.toFixed(digits) ?? nothing;

const stateText = (fold: FoldView, lowestFailure: number): string => {
  if (fold.state === 'failed') return fold.code;
  return fold.fold > lowestFailure ? 'not needed' : 'to run';
};

/** Scores of every fold, then their mean and deviation; metrics that do not fit in `width` columns are named. */
export const foldTable = (
  view: TrialView,
  options: { readonly width: number; readonly plain: boolean },
): readonly string[] => {
  const { width, plain } = options;
  const place = view.labels.indexOf(view.positive ?? '');
  const scored = scoredFolds(view);
  const failed = view.folds.filter(({ state }) => state === 'failed').map(({ fold }) => fold);
  const lowestFailure = Math.min(...failed);
  const draw = (kept: readonly Metric[]): readonly string[] => {
    const rows = view.folds.map((fold) => {
      if (fold.state !== 'scored')
        return [String(fold.fold), stateText(fold, lowestFailure), ...kept.map(() => nothing)];
      const scores = kept.map((metric) => text(scoreOf(fold, metric, place)));
      return [String(fold.fold), ...scores, fold.timing?.seconds.toFixed(1) ?? nothing];
    });
    const columns = kept.map((metric) => scored.map((fold) => scoreOf(fold, metric, place)));
    const spread = (of: (values: readonly number[]) => number | null): readonly string[] =>
      columns.map((values) =>
        text(values.includes(null) || values.length === 0 ? null : of(values as readonly number[])),
      );
    const seconds = scored.flatMap(({ timing }) => (timing === null ? [] : [timing.seconds]));
    const whole = seconds.length === 0 ? nothing : seconds.reduce((sum, each) => sum + each, 0).toFixed(1);
    const ends =
      scored.length < 2
        ? []
        : [
            ['mean', ...spread(mean), whole],
            ['sd', ...spread(standardDeviation), ''],
          ];
    const heads = ['fold', ...kept, 'seconds'];
    return ruledTable(heads, [false, ...heads.slice(1).map(() => true)], [...rows, ...ends], plain).split('\n');
  };
  let kept = metrics.filter((metric) => metric !== 'f1' || place >= 0);
  kept = [view.by, ...kept.filter((metric) => metric !== view.by)];
  const left: Metric[] = [];
  for (const metric of leastNeeded) {
    if (plain || draw(kept).every((line) => textWidth(line) <= width)) break;
    if (metric === view.by || !kept.includes(metric)) continue;
    kept = kept.filter((each) => each !== metric);
    left.push(metric);
  }
  const sentence = `Not shown: ${left.join(', ')} (the terminal is too narrow; --json has them).`;
  const words = left.length === 0 ? [] : wrapped(sentence, width);
  return [...draw(kept), ...words];
};
