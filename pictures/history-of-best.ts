import { curveStepAfter, line as lineOf } from 'd3-shape';

import { areaOf, bottomAxis, drawing, emptyWords, leftAxis, sizeOf } from './frame.ts';
import { duration, score } from './labels.ts';
import { hue } from './palette.ts';
import { elapsed, extent, linear } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Size } from './shape.ts';

/** A trial that was decided, in the order of their decision. */
export type Decided = { readonly seconds: number; readonly id: string; readonly mean: number };

/** The best mean so far at each of them. */
const bestOf = (trials: readonly Decided[], less: boolean): readonly number[] => {
  let best = less ? Infinity : -Infinity;
  return trials.map(({ mean }) => (best = less ? Math.min(best, mean) : Math.max(best, mean)));
};

const mostDots = 3000;

/** How the best mean grew from the start on: trials as dots, the best so far as a line. `lessIsBetter` turns it round. */
export const historyOfBest = (
  metric: string,
  decided: readonly Decided[],
  { lessIsBetter }: { readonly lessIsBetter: boolean },
  wanted?: Partial<Size>,
): Picture => {
  const title = `Best ${metric} so far`;
  const size = sizeOf(wanted, { width: 640, height: 260 });
  const area = areaOf(size);
  const trials = decided.toSorted((a, b) => a.seconds - b.seconds);
  const best = bestOf(trials, lessIsBetter);
  const [, last] = extent([0, ...trials.map(({ seconds }) => seconds)]);
  const x = elapsed([0, trials.length === 0 ? 60 : last], [area.left, area.right]);
  const y = linear(extent(trials.map(({ mean }) => mean)), [area.bottom, area.top]);
  const every = Math.ceil(trials.length / mostDots);
  const path = lineOf<number>()
    .curve(curveStepAfter)
    .x((_, n) => round(x.at((trials[n] as Decided).seconds)))
    .y((value) => round(y.at(value)));
  const end = best.at(-1);
  return {
    title,
    note: every > 1 ? `Of ${trials.length} trials every ${every}th is a dot; the line is drawn from all.` : null,
    table: {
      columns: ['seconds since the start', 'trial', metric, 'best so far'],
      rows: trials.map(({ seconds, id, mean }, n) => [seconds, id, mean, best[n] as number]),
    },
    svg: drawing(
      size,
      title,
      end === undefined ? 'nothing yet' : `${score(end)} after ${duration(last)} and ${trials.length} trials`,
      [
        ...bottomAxis(area, x, 'time since the start'),
        ...leftAxis(area, y, metric),
        ...(trials.length === 0 ? [emptyWords(area, 'No trial has a score yet.')] : []),
        ...trials.flatMap(({ seconds, mean, id }, n) =>
          n % every > 0
            ? []
            : [
                shape(
                  'circle',
                  {
                    cx: round(x.at(seconds)),
                    cy: round(y.at(mean)),
                    r: 2.2,
                    fill: hue(0),
                    'fill-opacity': 0.45,
                    'data-row': n,
                  },
                  [shape('title', {}, [`${id}: ${score(mean)} after ${duration(seconds)}`])],
                ),
              ],
        ),
        ...(trials.length === 0
          ? []
          : [shape('path', { d: path([...best]) ?? '', fill: 'none', stroke: hue(1), 'stroke-width': 2 })]),
      ],
    ),
  };
};
