import { line as lineOf } from 'd3-shape';

import { areaOf, bottomAxis, drawing, emptyWords, leftAxis, line, sizeOf } from './frame.ts';
import { score } from './labels.ts';
import { legend } from './legend.ts';
import { dash, hue } from './palette.ts';
import { linear } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

/** A corner of a curve; both between 0 and 1. */
export type RatePoint = { readonly x: number; readonly y: number };

/** One class against the rest: a curve per fold, its area null and its points empty where a side has no row. */
export type ClassRates = {
  readonly label: string;
  readonly folds: readonly {
    readonly fold: number;
    readonly area: number | null;
    readonly points: readonly RatePoint[];
  }[];
};

type Kind = {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly area: string; // what the area is called
  readonly short: string;
  readonly chance: boolean; // whether the diagonal is what chance gives
  readonly steps: boolean; // whether a curve falls at once between its points
};

const roc: Kind = {
  title: 'ROC, each class against the rest',
  x: 'false positive rate',
  y: 'true positive rate',
  area: 'AUC',
  short: 'AUC',
  chance: true,
  steps: false,
};

const precisionRecall: Kind = {
  title: 'Precision and recall, each class against the rest',
  x: 'recall',
  y: 'precision',
  area: 'average precision',
  short: 'AP',
  chance: false,
  steps: true,
};

const meanArea = ({ folds }: ClassRates): number | null => {
  const known = folds.flatMap(({ area }) => (area === null ? [] : [area]));
  return known.length === 0 ? null : known.reduce((sum, area) => sum + area, 0) / known.length;
};

/** Between two of its points a curve of precision stays at the lower one's height. */
const cornered = (points: readonly RatePoint[]): readonly RatePoint[] =>
  points.flatMap((point, at) => (at === 0 ? [point] : [{ x: point.x, y: (points[at - 1] as RatePoint).y }, point]));

const pictureOf = (kind: Kind, classes: readonly ClassRates[], wanted?: Partial<Size>): Picture => {
  const size = sizeOf(wanted, { width: 460, height: 430 });
  const means = classes.map(meanArea);
  const entries = classes.map(({ label }, n) => ({
    name: `${kind.short} ${score(means[n] ?? null)}  ${label}`,
    colour: hue(n),
    dash: dash(n),
  }));
  const names = legend(entries, { left: 58, top: 4, width: size.width - 74 });
  const area = areaOf(size, { top: Math.min(names.height + 12, size.height - 80) });
  const x = linear([0, 1], [area.left, area.right], true);
  const y = linear([0, 1], [area.bottom, area.top], true);
  const path = lineOf<RatePoint>()
    .x((point) => round(x.at(point.x)))
    .y((point) => round(y.at(point.y)));
  const some = classes.some(({ folds }) => folds.some(({ points }) => points.length > 0));
  const curves = classes.flatMap(({ folds }, n) =>
    folds.flatMap(({ points }): readonly Shape[] => {
      const d = path([...(kind.steps ? cornered(points) : points)]);
      if (d === null) return [];
      const dashed: Shape['attributes'] = dash(n) === '' ? {} : { 'stroke-dasharray': dash(n) };
      return [
        shape('path', { d, fill: 'none', stroke: hue(n), 'stroke-width': 1.5, 'stroke-opacity': 0.75, ...dashed }),
      ];
    }),
  );
  return {
    title: kind.title,
    note: `A line per fold; ${kind.short === kind.area ? kind.area : `${kind.short} (${kind.area})`} is the mean over folds.`,
    table: {
      columns: ['class', 'fold', kind.area, kind.x, kind.y],
      rows: classes.flatMap(({ label, folds }) =>
        folds.flatMap(({ fold, area: own, points }) => points.map((point) => [label, fold, own, point.x, point.y])),
      ),
    },
    svg: drawing(size, kind.title, entries.map(({ name }) => name).join('; '), [
      ...names.shapes,
      ...bottomAxis(area, x, kind.x),
      ...leftAxis(area, y, kind.y),
      ...(kind.chance
        ? [line(area.left, area.bottom, area.right, area.top, { stroke: 'var(--soft)', 'stroke-dasharray': '2 4' })]
        : []),
      ...(some ? curves : [emptyWords(area, 'No held-out side has rows of both kinds.')]),
    ]),
  };
};

/** ROC curves: x the false positive rate, y the true positive rate. */
export const rocPicture = (classes: readonly ClassRates[], wanted?: Partial<Size>): Picture =>
  pictureOf(roc, classes, wanted);

/** Precision (y) over recall (x). */
export const precisionRecallPicture = (classes: readonly ClassRates[], wanted?: Partial<Size>): Picture =>
  pictureOf(precisionRecall, classes, wanted);
