import type { Curves } from '../core/results.ts';
import { mean } from '../scoring/residual-variance.ts';
import { wrapped } from './grid/text-width.ts';
import type { Paint } from '../pictures/terminal/accent.ts';
import { unpainted } from '../pictures/terminal/accent.ts';
import { beside, lineChart } from '../pictures/terminal/line-chart.ts';
import { ruledTable } from './ruled-table.ts';

const marks = { training: '○', heldOut: '●' } as const;
const chartRows = 10;
const widestChart = 60;
const narrowestChart = 30;
const gap = 3;

/** Mean over the folds, epoch by epoch. */
export const meanCurves = (curves: readonly Curves[]): Curves => {
  const over = (of: (each: Curves) => readonly number[]): readonly number[] =>
    of(curves[0] as Curves).map((_, epoch) => mean(curves.map((each) => of(each)[epoch] as number)));
  return {
    loss: over(({ loss }) => loss),
    accuracy: over(({ accuracy }) => accuracy),
    heldOutLoss: over(({ heldOutLoss }) => heldOutLoss),
    heldOutAccuracy: over(({ heldOutAccuracy }) => heldOutAccuracy),
  };
};

const table = ({ loss, accuracy, heldOutLoss, heldOutAccuracy }: Curves, plain: boolean): string =>
  ruledTable(
    ['epoch', 'loss', 'held-out loss', 'accuracy', 'held-out accuracy'],
    [true, true, true, true, true],
    loss.map((_, at) => [
      String(at + 1),
      ...[loss, heldOutLoss, accuracy, heldOutAccuracy].map((values) => (values[at] as number).toFixed(4)),
    ]),
    plain,
  );

const bestEpoch = (heldOutLoss: readonly number[]): string => {
  const least = Math.min(...heldOutLoss);
  const at = heldOutLoss.indexOf(least) + 1;
  const epochs = heldOutLoss.length;
  return at === epochs
    ? `The held-out loss was still at its least in the last epoch, ${epochs}.`
    : `The held-out loss was least in epoch ${at} of ${epochs} (${least.toFixed(4)}); it ended at ${(heldOutLoss.at(-1) as number).toFixed(4)}.`;
};

/** Learning curves of a trial, the mean over its folds: two charts, or a table where charts say nothing. */
export const curvesText = (
  curves: readonly Curves[],
  options: { readonly width: number; readonly plain: boolean; readonly paint: Paint },
): readonly string[] => {
  const { width, plain, paint } = options;
  const means = meanCurves(curves);
  const { loss, accuracy, heldOutLoss, heldOutAccuracy } = means;
  const best = plain ? [bestEpoch(heldOutLoss)] : wrapped(bestEpoch(heldOutLoss), width);
  if (plain || loss.length < 3) return [...table(means, plain).split('\n'), ...best];
  const pair = Math.floor((width - gap) / 2);
  const columns = Math.min(widestChart, pair >= narrowestChart ? pair : width);
  const chart = (title: string, training: readonly number[], heldOut: readonly number[]): readonly string[] =>
    lineChart(
      title,
      [
        { mark: marks.training, values: training, paint: unpainted },
        { mark: marks.heldOut, values: heldOut, paint },
      ],
      { columns, rows: chartRows },
    );
  const [left, right] = [chart('loss', loss, heldOutLoss), chart('accuracy', accuracy, heldOutAccuracy)];
  return [
    `${marks.training} training, ${paint(marks.heldOut)} held out, by epoch`,
    ...(pair >= narrowestChart ? beside(left, right, columns) : [...left, ...right].map((line) => line.trimEnd())),
    ...best,
  ];
};
