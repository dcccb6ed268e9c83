import { areaOf, bottomAxis, drawing, emptyWords, leftAxis, sizeOf, text } from './frame.ts';
import { fitted, labelWidth, score } from './labels.ts';
import { banded, extent } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

/** Mean over all trials with these values of two axes; null where none has a score. */
export type PairMean = {
  readonly x: number;
  readonly y: number;
  readonly mean: number | null;
  readonly trials: number;
};

type Named = { readonly name: string; readonly values: readonly string[] };

const faintest = 0.06;

/** A heat map of two axes: the stronger the colour, the better. `lessIsBetter` turns the shades round; x and y are places among the values. */
export const axisHeat = (
  metric: string,
  axes: { readonly x: Named; readonly y: Named },
  means: readonly PairMean[],
  { lessIsBetter }: { readonly lessIsBetter: boolean },
  wanted?: Partial<Size>,
): Picture => {
  const title = `${metric} by ${axes.x.name} and ${axes.y.name}`;
  const size = sizeOf(wanted, { width: 460, height: Math.min(560, 90 + 42 * Math.max(3, axes.y.values.length)) });
  const left = Math.min(size.width * 0.4, 40 + Math.max(20, ...axes.y.values.map((value) => labelWidth(value))));
  const area = areaOf(size, { left });
  const x = banded(axes.x.values, [area.left, area.right], 0.03);
  const y = banded(axes.y.values, [area.bottom, area.top], 0.03);
  const [low, high] = extent(means.flatMap(({ mean }) => (mean === null ? [] : [mean])));
  const cellOf = (each: PairMean, row: number): Shape => {
    const rise = each.mean === null ? 0 : (each.mean - low) / (high - low);
    const good = lessIsBetter ? 1 - rise : rise;
    const shade = each.mean === null ? 0 : faintest + (0.94 - faintest) * good;
    const words = `${axes.x.values[each.x]}, ${axes.y.values[each.y]}: ${score(each.mean)} (${each.trials} trials)`;
    const shown = score(each.mean);
    const fits = x.width >= labelWidth(shown) + 2 && y.width >= 14;
    return shape('g', { 'data-row': row }, [
      shape('title', {}, [words]),
      shape('rect', {
        x: round(x.at(each.x) - x.width / 2),
        y: round(y.at(each.y) - y.width / 2),
        width: round(x.width),
        height: round(y.width),
        fill: 'var(--heat)',
        'fill-opacity': round(shade),
        stroke: 'var(--line)',
      }),
      ...(fits
        ? [
            text(x.at(each.x), y.at(each.y) + 4, shown, {
              'text-anchor': 'middle',
              fill: shade > 0.55 ? 'var(--paper)' : 'var(--ink)',
            }),
          ]
        : []),
    ]);
  };
  const names = (ticks: readonly { readonly at: number; readonly text: string }[], room: number) =>
    ticks.map(({ at, text: name }) => ({ at, text: fitted(name, Math.max(24, room)) }));
  return {
    title,
    note: `The stronger the colour, the better: ${score(lessIsBetter ? high : low)} to ${score(lessIsBetter ? low : high)}. Means over all values of the other axes.`,
    table: {
      columns: [axes.x.name, axes.y.name, `mean ${metric}`, 'trials'],
      rows: means.map((each) => [axes.x.values[each.x] ?? null, axes.y.values[each.y] ?? null, each.mean, each.trials]),
    },
    svg: drawing(size, title, `${means.length} cells`, [
      ...bottomAxis(area, { at: x.at, ticks: names(x.ticks, x.width) }, axes.x.name, false),
      ...leftAxis(area, { at: y.at, ticks: names(y.ticks, area.left - 40) }, axes.y.name, false),
      ...(means.length === 0 ? [emptyWords(area, 'No trial has a score yet.')] : means.map(cellOf)),
    ]),
  };
};
