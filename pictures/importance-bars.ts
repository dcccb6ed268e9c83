import { areaOf, bottomAxis, drawing, emptyWords, leftNames, line, sizeOf, text } from './frame.ts';
import { labelWidth, percent } from './labels.ts';
import { hue } from './palette.ts';
import { banded, linear } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

/** Share of the variance between trials that an axis, or a pair of axes together, explains; 0 to 1. */
export type Share = {
  readonly name: string;
  readonly share: number;
  readonly low: number | null;
  readonly high: number | null;
};

const between = (value: number): number => Math.min(1, Math.max(0, value));

const barOf = (share: Share, row: number, y: number, width: number, x: (value: number) => number): Shape => {
  const { low, high } = share;
  const end = x(between(share.share));
  const interval = low === null || high === null ? null : ([x(between(low)), x(between(high))] as const);
  const shown = `${(share.share * 100).toFixed(1)} %`;
  const around = interval === null ? '' : ` (${percent(low as number)} to ${percent(high as number)})`;
  const right = Math.max(end, interval?.[1] ?? 0);
  return shape('g', { 'data-row': row }, [
    shape('title', {}, [`${share.name}: ${shown}${around}`]),
    shape('rect', {
      x: round(x(0)),
      y: round(y - width / 2),
      width: round(end - x(0)),
      height: round(width),
      fill: hue(0),
      'fill-opacity': 0.85,
    }),
    ...(interval === null ? [] : [line(interval[0], y, interval[1], y, { stroke: 'var(--ink)', 'stroke-width': 2 })]),
    text(right + 6, y + 4, shown, { fill: 'var(--soft)' }),
  ]);
};

/** Bars of the shares, in the order given. */
export const importanceBars = (metric: string, shares: readonly Share[], wanted?: Partial<Size>): Picture => {
  const title = `What moves ${metric}: share of the variance between trials`;
  const size = sizeOf(wanted, { width: 640, height: 64 + 26 * Math.max(2, shares.length) });
  const left = Math.min(size.width * 0.45, 20 + Math.max(30, ...shares.map(({ name }) => labelWidth(name))));
  const area = areaOf(size, { left, right: 58, top: 6 });
  const x = linear([0, 1], [area.left, area.right], true);
  const y = banded(
    shares.map(({ name }) => name),
    [area.top, area.bottom],
    0.3,
  );
  const below = { at: x.at, ticks: x.ticks.map(({ at, text: shown }) => ({ at, text: percent(Number(shown)) })) };
  return {
    title,
    note: shares.some(({ low }) => low !== null) ? 'Lines are 95 % intervals over the splits.' : null,
    table: {
      columns: ['axis', 'share', 'low', 'high'],
      rows: shares.map(({ name, share, low, high }) => [name, share, low, high]),
    },
    svg: drawing(size, title, shares.map(({ name, share }) => `${name} ${percent(share)}`).join(', '), [
      ...bottomAxis(area, below, 'share of the variance'),
      ...leftNames(area, y),
      ...(shares.length === 0 ? [emptyWords(area, 'Needs scores of at least two trials.')] : []),
      ...shares.map((share, n) => barOf(share, n, y.at(n), y.width, x.at)),
    ]),
  };
};
