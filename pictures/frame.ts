import { fitted, fontSize, labelWidth } from './labels.ts';
import type { Scale, Tick } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Shape, Size } from './shape.ts';

/** The part of a drawing between its axes. */
export type Area = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

export const usualSize: Size = { width: 640, height: 340 };

const least: Size = { width: 160, height: 120 };

/** A drawing is never smaller than its axes need. */
export const sizeOf = (wanted: Partial<Size> = {}, usual: Size = usualSize): Size => ({
  width: Math.max(least.width, Math.round(wanted.width ?? usual.width)),
  height: Math.max(least.height, Math.round(wanted.height ?? usual.height)),
});

export type Margins = {
  readonly left?: number;
  readonly right?: number;
  readonly top?: number;
  readonly bottom?: number;
};

/** The room that is left within margins; usual ones hold ticks and titles of axes with numbers. */
export const areaOf = ({ width, height }: Size, margins: Margins = {}): Area => ({
  left: margins.left ?? 58,
  right: width - (margins.right ?? 16),
  top: margins.top ?? 12,
  bottom: height - (margins.bottom ?? 44),
});

export const text = (
  x: number,
  y: number,
  content: string,
  more: Shape['attributes'] = {},
  title: string | null = null,
): Shape =>
  shape('text', { x: round(x), y: round(y), fill: 'var(--ink)', ...more }, [
    content,
    ...(title === null ? [] : [shape('title', {}, [title])]),
  ]);

export const line = (x1: number, y1: number, x2: number, y2: number, more: Shape['attributes'] = {}): Shape =>
  shape('line', { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), stroke: 'var(--line)', ...more });

/** Ticks that leave room for each other's texts. */
export const apart = (ticks: readonly Tick[], room: (tick: Tick) => number): readonly Tick[] => {
  const kept: Tick[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || Math.abs(tick.at - last.at) >= (room(tick) + room(last)) / 2) kept.push(tick);
  }
  return kept;
};

/** The axis below: a title with its unit, ticks, and lines upwards where `grid`. */
export const bottomAxis = (area: Area, { ticks }: Scale<never>, title: string, grid = true): readonly Shape[] => [
  ...apart(ticks, (tick) => labelWidth(tick.text) + 8).flatMap((tick) => [
    ...(grid ? [line(tick.at, area.top, tick.at, area.bottom)] : []),
    line(tick.at, area.bottom, tick.at, area.bottom + 4, { stroke: 'var(--soft)' }),
    text(tick.at, area.bottom + 16, tick.text, { 'text-anchor': 'middle', fill: 'var(--soft)' }),
  ]),
  line(area.left, area.bottom, area.right, area.bottom, { stroke: 'var(--soft)' }),
  text((area.left + area.right) / 2, area.bottom + 34, fitted(title, area.right - area.left), {
    'text-anchor': 'middle',
  }),
];

/** The axis at the left: its title stands upright beside it. */
export const leftAxis = (area: Area, { ticks }: Scale<never>, title: string, grid = true): readonly Shape[] => {
  const middle = (area.top + area.bottom) / 2;
  return [
    ...apart(ticks, () => fontSize + 3).flatMap((tick) => [
      ...(grid ? [line(area.left, tick.at, area.right, tick.at)] : []),
      text(area.left - 8, tick.at + 4, tick.text, { 'text-anchor': 'end', fill: 'var(--soft)' }),
    ]),
    line(area.left, area.top, area.left, area.bottom, { stroke: 'var(--soft)' }),
    text(12, middle, fitted(title, area.bottom - area.top), {
      'text-anchor': 'middle',
      transform: `rotate(-90 12 ${round(middle)})`,
    }),
  ];
};

/** Names down the left side, cut to the room there, whole in their tooltips. */
export const leftNames = (area: Area, { ticks }: Scale<never>): readonly Shape[] =>
  apart(ticks, () => fontSize + 1).map((tick) => {
    const shown = fitted(tick.text, area.left - 14);
    return text(area.left - 8, tick.at + 4, shown, { 'text-anchor': 'end' }, shown === tick.text ? null : tick.text);
  });

/** A sentence in the middle of a drawing that has nothing to show. */
export const emptyWords = ({ left, right, top, bottom }: Area, words: string): Shape =>
  text((left + right) / 2, (top + bottom) / 2, fitted(words, right - left), {
    'text-anchor': 'middle',
    fill: 'var(--soft)',
  });

/** The whole drawing, which a screen reader meets as one picture with a name and a description. */
export const drawing = (
  { width, height }: Size,
  title: string,
  description: string,
  children: readonly Shape[],
): Shape =>
  shape(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'font-family': 'system-ui, sans-serif',
      'font-size': fontSize,
      class: 'picture',
    },
    [shape('title', {}, [title]), shape('desc', {}, [description]), ...children],
  );
