import type { SweepAxis } from '../source.ts';
import type { BoardRow } from './board.ts';

/** What is chosen on an axis: places of values, or numbers of the metric, ends included. */
export type Range = readonly [from: number, to: number];
export type Brush = ReadonlyMap<string, Range>;

/** `units:0:2,accuracy:0.8:0.9`; names of axes hold no colon. */
export const parseBrush = (text: string | null): Brush =>
  new Map(
    (text ?? '').split(',').flatMap((part): readonly (readonly [string, Range])[] => {
      const [name, from, to] = part.split(':');
      const range: Range = [Number(from), Number(to)];
      return name === undefined || to === undefined || range.some(Number.isNaN) ? [] : [[name, range]];
    }),
  );

export const brushText = (brush: Brush): string | null =>
  brush.size === 0 ? null : [...brush].map(([name, [from, to]]) => `${name}:${from}:${to}`).join(',');

export const withRange = (brush: Brush, name: string, range: Range | null): Brush => {
  const next = new Map(brush);
  next.delete(name);
  if (range !== null) next.set(name, range);
  return next;
};

/** The place of a trial's value among an axis's; null where the trial does not read it. */
export const placeOn = (axis: SweepAxis, places: ReadonlyMap<string, number>, { params }: BoardRow): number | null =>
  places.get(JSON.stringify(params[axis.path])) ?? null;

export const placesOf = ({ values }: SweepAxis): ReadonlyMap<string, number> =>
  new Map(values.map((value, at) => [JSON.stringify(value), at]));

/** The rows that lie within every range; a row without a value on a brushed axis is left out. */
export const brushed = (
  rows: readonly BoardRow[],
  brush: Brush,
  axes: readonly SweepAxis[],
  by: string,
): readonly BoardRow[] => {
  if (brush.size === 0) return rows;
  const tests = [...brush].flatMap(([name, [from, to]]) => {
    const within = (value: number | null): boolean => value !== null && value >= from && value <= to;
    if (name === by) return [(row: BoardRow) => within(row.scores[by]?.mean ?? null)];
    const axis = axes.find((each) => each.name === name);
    if (axis === undefined) return [];
    const places = placesOf(axis);
    return [(row: BoardRow) => within(placeOn(axis, places, row))];
  });
  return rows.filter((row) => tests.every((test) => test(row)));
};

/** Axes in the order of a view; those that it does not name follow in the grid's. */
export const ordered = (axes: readonly SweepAxis[], text: string | null): readonly SweepAxis[] => {
  const named = (text ?? '').split(',').flatMap((name) => axes.find((axis) => axis.name === name) ?? []);
  return [...named, ...axes.filter((axis) => !named.includes(axis))];
};
