import { line as lineOf } from 'd3-shape';

import { areaOf, bottomAxis, drawing, emptyWords, leftAxis, sizeOf } from './frame.ts';
import { score } from './labels.ts';
import { legend } from './legend.ts';
import { hue } from './palette.ts';
import { extent, linear, wholeTicks } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

/** One fold's values after each epoch, from the first; shorter where training ended early. */
export type FoldCurves = {
  readonly fold: number;
  readonly train: readonly number[];
  readonly heldOut: readonly number[];
};

const sides = [
  { name: 'training rows', colour: hue(0), dash: '' },
  { name: 'held-out rows', colour: hue(1), dash: '7 3' },
] as const;

/** Mean of the folds that reached each epoch; null where a value is not finite. */
const meanOf = (curves: readonly (readonly number[])[]): readonly (number | null)[] => {
  const epochs = Math.max(0, ...curves.map(({ length }) => length));
  return Array.from({ length: epochs }, (_, at) => {
    const known = curves.flatMap((curve) => (at < curve.length ? [curve[at] as number] : []));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return Number.isFinite(mean) ? mean : null;
  });
};

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/**
 * How a measure changed from epoch to epoch: each fold as a thin line, the mean over folds as a thick one.
 * @param unit of the measure, e.g. `nats a row`; null where it has none
 */
export const learningCurves = (
  folds: readonly FoldCurves[],
  { measure, unit }: { readonly measure: string; readonly unit: string | null },
  wanted?: Partial<Size>,
): Picture => {
  const size = sizeOf(wanted);
  const title = `Learning curves: ${measure}`;
  const bySide = [folds.map(({ train }) => train), folds.map(({ heldOut }) => heldOut)] as const;
  const means = bySide.map(meanOf);
  const epochs = Math.max(0, ...means.map(({ length }) => length));
  const last = means.map((each) => each.at(-1) ?? null);
  const names = legend(
    sides.map((side, at) => ({ ...side, name: `${side.name}: ${score(last[at] ?? null)} at the end` })),
    { left: 58, top: 4, width: size.width - 74 },
  );
  const area = areaOf(size, { top: Math.min(names.height + 12, size.height - 80) });
  const x = linear(epochs <= 1 ? [0, 2] : [1, epochs], [area.left, area.right], true);
  const y = linear(extent(bySide.flat(2)), [area.bottom, area.top]);
  const whole = { at: x.at, ticks: wholeTicks(x) };
  const path = lineOf<number | null>()
    .defined((value) => value !== null)
    .x((_, at) => round(x.at(at + 1)))
    .y((value) => round(y.at(value as number)));
  const curve = (values: readonly (number | null)[], more: Shape['attributes']): readonly Shape[] => {
    const d = path([...values]);
    if (d === null) return [];
    const only = values.length === 1 ? { 'stroke-linecap': 'round', 'stroke-width': 5 } : {};
    return [shape('path', { d, fill: 'none', ...more, ...only })];
  };
  const drawn = sides.flatMap(({ colour, dash }, side) => [
    ...(bySide[side] as readonly (readonly number[])[]).flatMap((values) =>
      curve(values.map(finite), { stroke: colour, 'stroke-width': 1, 'stroke-opacity': 0.35 }),
    ),
    ...curve(means[side] as readonly (number | null)[], {
      stroke: colour,
      'stroke-width': 2.5,
      ...(dash === '' ? {} : { 'stroke-dasharray': dash }),
    }),
  ]);
  return {
    title,
    note: folds.length > 1 ? 'Thin lines are single folds, thick ones their mean.' : null,
    table: {
      columns: [
        'epoch',
        ...sides.flatMap(({ name }) => [`${name}, mean`, ...folds.map(({ fold }) => `${name}, fold ${fold}`)]),
      ],
      rows: Array.from({ length: epochs }, (_, at) => [
        at + 1,
        ...sides.flatMap((_side, side) => [
          means[side]?.[at] ?? null,
          ...(bySide[side] as readonly (readonly number[])[]).map((values) => finite(values[at])),
        ]),
      ]),
    },
    svg: drawing(size, title, `${measure} of training and held-out rows over ${epochs} epochs, ${folds.length} folds`, [
      ...names.shapes,
      ...bottomAxis(area, whole, 'epoch'),
      ...leftAxis(area, y, unit === null ? measure : `${measure} (${unit})`),
      ...(epochs === 0 ? [emptyWords(area, 'No fold has ended yet.')] : drawn),
    ]),
  };
};
