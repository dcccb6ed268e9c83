import { areaOf, bottomAxis, drawing, emptyWords, leftNames, line, sizeOf } from './frame.ts';
import { duration, labelWidth } from './labels.ts';
import { banded, elapsed, extent } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

const kinds = {
  fold: { words: 'fold', fill: 'var(--c0)', opacity: 0.75 },
  embedding: { words: 'word vectors', fill: 'var(--c2)', opacity: 0.75 },
  lost: { words: 'attempt that was lost', fill: 'var(--bad)', opacity: 0.75 },
  waiting: { words: 'waiting', fill: 'var(--c7)', opacity: 0.35 },
} as const;

/** What a slot did from one second to another, counted from the sweep's start. */
export type SlotBar = {
  readonly slot: number; // its place among the slots
  readonly from: number;
  readonly to: number;
  readonly kind: keyof typeof kinds;
  readonly words: string; // what it was, for the tooltip
};

/** A moment worth a mark, as a checkpoint or a kill. */
export type SlotMoment = {
  readonly slot: number;
  readonly at: number;
  readonly kind: 'checkpoint' | 'killed';
  readonly words: string;
};

const momentOf = ({ kind, words }: SlotMoment, x: number, y: number, height: number): Shape => {
  const half = height / 2;
  const marks =
    kind === 'checkpoint'
      ? [line(x, y - half, x, y + half, { stroke: 'var(--ink)', 'stroke-width': 1.5 })]
      : [
          line(x - 4, y - 4, x + 4, y + 4, { stroke: 'var(--ink)', 'stroke-width': 2.5 }),
          line(x - 4, y + 4, x + 4, y - 4, { stroke: 'var(--ink)', 'stroke-width': 2.5 }),
        ];
  return shape('g', {}, [shape('title', {}, [words]), ...marks]);
};

/** Slots below each other and what each did when. */
export const slotTimeline = (
  slots: readonly string[],
  bars: readonly SlotBar[],
  moments: readonly SlotMoment[],
  wanted?: Partial<Size>,
): Picture => {
  const title = 'What the slots did';
  const size = sizeOf(wanted, { width: 640, height: 64 + 26 * Math.max(2, slots.length) });
  const left = Math.min(size.width * 0.35, 20 + Math.max(30, ...slots.map((name) => labelWidth(name))));
  const area = areaOf(size, { left });
  const [from, to] = extent([...bars.flatMap((bar) => [bar.from, bar.to]), ...moments.map(({ at }) => at)]);
  const x = elapsed(bars.length + moments.length === 0 ? [0, 60] : [from, to], [area.left, area.right]);
  const y = banded(slots, [area.top, area.bottom], 0.25);
  return {
    title,
    note: 'Blue: folds; green: word vectors; red: attempts that were lost; grey: waiting.',
    table: {
      columns: ['slot', 'from (s)', 'to (s)', 'kind', 'what'],
      rows: bars.map((bar) => [slots[bar.slot] ?? null, bar.from, bar.to, kinds[bar.kind].words, bar.words]),
    },
    svg: drawing(size, title, `${bars.length} bars on ${slots.length} slots over ${duration(to - from)}`, [
      ...bottomAxis(area, x, 'time since the start'),
      ...leftNames(area, y),
      ...(bars.length === 0 ? [emptyWords(area, 'Nothing has been trained yet.')] : []),
      ...bars.map((bar, row) =>
        shape(
          'rect',
          {
            x: round(x.at(bar.from)),
            y: round(y.at(bar.slot) - y.width / 2),
            width: round(Math.max(0.6, x.at(bar.to) - x.at(bar.from))),
            height: round(y.width),
            fill: kinds[bar.kind].fill,
            'fill-opacity': kinds[bar.kind].opacity,
            stroke: 'var(--paper)',
            'stroke-width': 0.4,
            'data-row': row,
          },
          [shape('title', {}, [`${kinds[bar.kind].words}, ${bar.words}: ${duration(bar.to - bar.from)}`])],
        ),
      ),
      ...moments.map((moment) => momentOf(moment, x.at(moment.at), y.at(moment.slot), y.width)),
    ]),
  };
};
