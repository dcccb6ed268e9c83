import { areaOf, bottomAxis, drawing, emptyWords, leftNames, sizeOf } from './frame.ts';
import { duration, labelWidth } from './labels.ts';
import { legend } from './legend.ts';
import { banded, elapsed, extent } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

const kinds = {
  fold: { words: 'fold', fill: 'var(--c0)', opacity: 0.75 },
  embedding: { words: 'word vectors', fill: 'var(--c2)', opacity: 0.75 },
  lost: { words: 'attempt that was lost', fill: 'var(--bad)', opacity: 0.75 },
  waiting: { words: 'paused or stopped', fill: 'var(--c7)', opacity: 0.35 },
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
  readonly kind: keyof typeof marks;
  readonly words: string;
};

const marks = {
  checkpoint: { words: 'went on from a checkpoint', path: 'M0 -5L4 0L0 5L-4 0Z' },
  stopped: { words: 'stopped', path: 'M-3.5 -3.5H3.5V3.5H-3.5Z' },
  killed: {
    words: 'died or was lost',
    path: 'M-4.5 -2.5L-2.5 -4.5L0 -2L2.5 -4.5L4.5 -2.5L2 0L4.5 2.5L2.5 4.5L0 2L-2.5 4.5L-4.5 2.5L-2 0Z',
  },
} as const;

const momentOf = ({ kind, words }: SlotMoment, row: number, x: number, y: number): Shape =>
  shape(
    'path',
    {
      d: marks[kind].path,
      transform: `translate(${round(x)} ${round(y)})`,
      fill: 'var(--ink)',
      stroke: 'var(--paper)',
      'stroke-width': 1,
      'data-row': row,
    },
    [shape('title', {}, [words])],
  );

/** Slots below each other and what each did when. */
export const slotTimeline = (
  slots: readonly string[],
  bars: readonly SlotBar[],
  moments: readonly SlotMoment[],
  wanted?: Partial<Size>,
): Picture => {
  const title = 'What the slots did';
  const wide = sizeOf(wanted, { width: 640, height: 64 + 26 * Math.max(2, slots.length) });
  const left = Math.min(wide.width * 0.35, 20 + Math.max(30, ...slots.map((name) => labelWidth(name))));
  const key = legend(
    [
      ...(['fold', 'embedding', 'lost', 'waiting'] as const)
        .filter((kind) => bars.some((bar) => bar.kind === kind))
        .map((kind) => ({ name: kinds[kind].words, colour: kinds[kind].fill })),
      ...(['checkpoint', 'stopped', 'killed'] as const)
        .filter((kind) => moments.some((moment) => moment.kind === kind))
        .map((kind) => ({ name: marks[kind].words, colour: 'var(--ink)', mark: marks[kind].path })),
    ],
    { left: 8, top: 0, width: wide.width - 16 },
  );
  const size = { ...wide, height: wide.height + key.height };
  const area = areaOf(size, { left, right: 32, top: key.height + 12 });
  const [from, to] = extent([...bars.flatMap((bar) => [bar.from, bar.to]), ...moments.map(({ at }) => at)]);
  const x = elapsed(bars.length + moments.length === 0 ? [0, 60] : [from, to], [area.left, area.right]);
  const y = banded(slots, [area.top, area.bottom], 0.25);
  return {
    title,
    note: null,
    table: {
      columns: ['slot', 'from (s)', 'to (s)', 'kind', 'what'],
      rows: [
        ...bars.map((bar) => [slots[bar.slot] ?? null, bar.from, bar.to, kinds[bar.kind].words, bar.words]),
        ...moments.map(({ slot, at, kind, words }) => [slots[slot] ?? null, at, at, marks[kind].words, words]),
      ],
    },
    svg: drawing(size, title, `${bars.length} bars on ${slots.length} slots over ${duration(to - from)}`, [
      ...key.shapes,
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
      ...moments.map((moment, n) => momentOf(moment, bars.length + n, x.at(moment.at), y.at(moment.slot))),
    ]),
  };
};
