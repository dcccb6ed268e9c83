import { apart, drawing, emptyWords, line, sizeOf, text } from './frame.ts';
import type { Area } from './frame.ts';
import { fitted, fontSize } from './labels.ts';
import { banded, extent, linear } from './scale.ts';
import type { Scale } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

/** An axis of a grid with its values in order; the metric's own axis has none and holds numbers. */
export type ParallelAxis = { readonly name: string; readonly values: readonly string[] | null };

/** A trial by the place of its value on each axis, or the number itself; null where it does not read the axis. */
export type ParallelTrial = { readonly id: string; readonly at: readonly (number | null)[]; readonly chosen: boolean };

/** Where axes stand and values lie, for who draws or brushes. */
export type ParallelPlaces = {
  readonly area: Area;
  readonly x: (axis: number) => number;
  readonly y: readonly Scale<number>[];
};

const usual: Size = { width: 900, height: 380 };
const shades = 5;
const mostLines = 4_000;

export const parallelPlaces = (
  axes: readonly ParallelAxis[],
  trials: readonly ParallelTrial[],
  wanted?: Partial<Size>,
): ParallelPlaces => {
  const { width, height } = sizeOf(wanted, usual);
  const area = { left: 46, right: width - 58, top: 34, bottom: height - 16 };
  const step = (area.right - area.left) / Math.max(1, axes.length - 1);
  return {
    area,
    x: (axis) => area.left + axis * step,
    y: axes.map(({ values }, axis) =>
      values === null
        ? linear(extent(trials.flatMap(({ at }) => at[axis] ?? [])), [area.bottom, area.top])
        : banded(values, [area.bottom, area.top], 0.1),
    ),
  };
};

/** The way of one trial over the axes, broken where it does not read one. */
export const wayOf = ({ at }: ParallelTrial, { x, y }: ParallelPlaces): string => {
  let pen = 'M';
  return at
    .map((value, axis) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const point = `${pen}${round(x(axis))} ${round((y[axis] as Scale<number>).at(value))}`;
      pen = 'L';
      return point;
    })
    .join('');
};

/** Height of a trial's line between two axes; null where it has none there. */
const heightAt = ({ at }: ParallelTrial, { x: place, y }: ParallelPlaces, axis: number, x: number): number | null => {
  const [from, to] = [at[axis] ?? null, at[axis + 1] ?? null];
  if (from === null || to === null) return null;
  const [left, right] = [(y[axis] as Scale<number>).at(from), (y[axis + 1] as Scale<number>).at(to)];
  return left + ((right - left) * (x - place(axis))) / (place(axis + 1) - place(axis));
};

/** The chosen trial whose line is nearest to a place, at most so far above or below; of equal ones the best. */
export const nearestTrial = (
  trials: readonly ParallelTrial[],
  places: ParallelPlaces,
  [x, y]: readonly [number, number],
  most: number,
): ParallelTrial | null => {
  const axis = places.y.findIndex((_, n) => n + 1 < places.y.length && x >= places.x(n) && x <= places.x(n + 1));
  if (axis === -1) return null;
  let found: ParallelTrial | null = null;
  let distance = most;
  for (const trial of trials) {
    const height = trial.chosen ? heightAt(trial, places, axis, x) : null;
    if (height === null || Math.abs(height - y) >= distance) continue;
    distance = Math.abs(height - y);
    found = trial;
  }
  return found;
};

const axisOf = (axis: ParallelAxis, n: number, { area, x, y }: ParallelPlaces, room: number): readonly Shape[] => [
  line(x(n), area.top, x(n), area.bottom, { stroke: 'var(--soft)', 'stroke-width': 1.5 }),
  text(x(n), area.top - 16, fitted(axis.name, room), { 'text-anchor': 'middle', 'font-weight': 600 }, axis.name),
  ...apart((y[n] as Scale<number>).ticks, () => fontSize + 2).map((tick) =>
    text(x(n) + 6, tick.at + 4, fitted(tick.text, room - 12), {
      stroke: 'var(--paper)',
      'stroke-width': 3,
      'paint-order': 'stroke',
    }),
  ),
];

/** All lines of a shade in one path: tens of thousands stay quick to draw. */
const linesOf = (
  trials: readonly ParallelTrial[],
  places: ParallelPlaces,
  more: Shape['attributes'],
): readonly Shape[] =>
  trials.length === 0
    ? []
    : [shape('path', { d: trials.map((trial) => wayOf(trial, places)).join(''), fill: 'none', ...more })];

const thinned = (trials: readonly ParallelTrial[]): readonly ParallelTrial[] => {
  const every = Math.ceil(trials.length / mostLines);
  return every === 1 ? trials : trials.filter((_, n) => n % every === 0);
};

/**
 * Every trial a line over all axes, the metric's last in the order of shades: the stronger, the better.
 * @param trials best first; the last of each one's places is its score. Those not chosen stay faint
 */
export const parallelAxes = (
  metric: string,
  axes: readonly ParallelAxis[],
  trials: readonly ParallelTrial[],
  wanted?: Partial<Size>,
): Picture => {
  const size = sizeOf(wanted, usual);
  const title = `Trials over all axes, by ${metric}`;
  const places = parallelPlaces(axes, trials, wanted);
  const { area } = places;
  const room = (area.right - area.left) / Math.max(1, axes.length - 1) - 4;
  const chosen = trials.filter((trial) => trial.chosen);
  const drawn = thinned(chosen);
  const shaded = Array.from({ length: shades }, (_, shade) =>
    drawn.filter((_trial, n) => Math.floor((n * shades) / drawn.length) === shade),
  );
  const left = drawn.length < chosen.length;
  return {
    title,
    note:
      `${chosen.length} of ${trials.length} scored trials are chosen. The stronger a line, the better its ${metric}.` +
      (left ? ` Of the chosen ones ${drawn.length} are drawn, spread evenly over their ranks.` : ''),
    table: {
      columns: ['trial', ...axes.map(({ name }) => name)],
      rows: chosen.map(({ id, at }) => [
        id,
        ...axes.map(({ values }, n) => {
          const value = at[n] ?? null;
          return value === null || values === null ? value : (values[value] as string);
        }),
      ]),
    },
    svg: drawing(size, title, `${chosen.length} of ${trials.length} trials over ${axes.length} axes`, [
      ...linesOf(thinned(trials.filter((trial) => !trial.chosen)), places, {
        stroke: 'var(--line)',
        'stroke-width': 1,
      }),
      ...shaded
        .map((each, shade) =>
          linesOf(each, places, {
            stroke: 'var(--heat)',
            'stroke-width': shade === 0 ? 2 : 1.2,
            'stroke-opacity': round(0.95 - (0.8 * shade) / (shades - 1)),
          }),
        )
        .toReversed()
        .flat(),
      ...axes.flatMap((axis, n) => axisOf(axis, n, places, room)),
      ...(trials.length === 0 ? [emptyWords(area, 'No trial has a score yet.')] : []),
    ]),
  };
};
