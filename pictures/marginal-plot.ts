import { areaOf, bottomAxis, drawing, emptyWords, leftAxis, line, sizeOf } from './frame.ts';
import { fitted, score } from './labels.ts';
import { hue } from './palette.ts';
import { banded, extent, linear } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

/** What the trials with one value of an axis scored. */
export type AxisValue = {
  readonly value: string;
  readonly scores: readonly (number | null)[]; // of every trial and fold; null: the fold has none
  readonly mean: number | null;
  readonly low: number | null; // of the mean's interval
  readonly high: number | null;
  readonly trials: number;
};

const spread = 0.6180339887498949; // the golden ratio's part: neighbours never fall on each other, and nothing is drawn by lot

/** More dots than this on one value hide each other and make files large: every n-th is drawn, from the least to the largest. */
const mostDots = 400;

const thinned = (values: readonly number[]): readonly number[] => {
  if (values.length <= mostDots) return values;
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from(
    { length: mostDots },
    (_, n) => sorted[Math.round((n * (sorted.length - 1)) / (mostDots - 1))] as number,
  );
};

const markOf = (x: number, y: (value: number) => number, value: AxisValue, row: number): readonly Shape[] => {
  const { mean, low, high } = value;
  if (mean === null) return [];
  const strong = { stroke: 'var(--ink)', 'stroke-width': 2 };
  const whisker =
    low === null || high === null
      ? []
      : [
          line(x, y(low), x, y(high), strong),
          line(x - 5, y(low), x + 5, y(low), strong),
          line(x - 5, y(high), x + 5, y(high), strong),
        ];
  const around = low === null || high === null ? '' : ` (${score(low)} to ${score(high)})`;
  return [
    shape('g', { 'data-row': row }, [
      shape('title', {}, [`${value.value}: mean ${score(mean)}${around} of ${value.trials} trials`]),
      ...whisker,
      shape('rect', {
        x: round(x - 4.5),
        y: round(y(mean) - 4.5),
        width: 9,
        height: 9,
        fill: 'var(--ink)',
        stroke: 'var(--paper)',
      }),
    ]),
  ];
};

/** Score against the values of one axis: every fold of every trial a dot, the mean a square with its interval. */
export const marginalPlot = (
  axis: string,
  metric: string,
  values: readonly AxisValue[],
  wanted?: Partial<Size>,
): Picture => {
  const size = sizeOf(wanted, { width: 420, height: 300 });
  const title = `${metric} by ${axis}`;
  const area = areaOf(size);
  const x = banded(
    values.map(({ value }) => value),
    [area.left, area.right],
  );
  const finite = values.map(
    ({ scores }) => scores.filter((each) => each !== null && Number.isFinite(each)) as number[],
  );
  const bounds = values.flatMap(({ low, high }) => [low, high].filter((each) => each !== null));
  const y = linear(extent([...finite.flat(), ...bounds]), [area.bottom, area.top]);
  const below = { at: x.at, ticks: x.ticks.map(({ at, text }) => ({ at, text: fitted(text, Math.max(28, x.width)) })) };
  const dots = finite.flatMap((scores, n) =>
    thinned(scores).map((each, at) =>
      shape('circle', {
        cx: round(x.at(n) + (((at * spread) % 1) - 0.5) * x.width * 0.7),
        cy: round(y.at(each)),
        r: 2,
        fill: hue(0),
        'fill-opacity': 0.4,
      }),
    ),
  );
  const left = finite.some(({ length }) => length > mostDots);
  return {
    title,
    note:
      'Every dot is a fold of a trial; squares are means over all values of the other axes, with their 95 % interval.' +
      (left ? ` Of more than ${mostDots} dots at a value, ${mostDots} are drawn, spread evenly over their order.` : ''),
    table: {
      columns: [axis, `mean ${metric}`, 'low', 'high', 'trials', 'folds'],
      rows: values.map(({ value, mean, low, high, trials }, n) => [
        value,
        mean,
        low,
        high,
        trials,
        finite[n]?.length ?? 0,
      ]),
    },
    svg: drawing(size, title, `${metric} against ${values.length} values of ${axis}`, [
      ...bottomAxis(area, below, axis, false),
      ...leftAxis(area, y, metric),
      ...(finite.every(({ length }) => length === 0) ? [emptyWords(area, 'No trial has a score yet.')] : dots),
      ...values.flatMap((value, n) => markOf(x.at(n), y.at, value, n)),
    ]),
  };
};
