import { scaleBand, scaleLinear } from 'd3-scale';

import { duration } from './labels.ts';

export type Tick = { readonly at: number; readonly text: string };

/** Where values lie along one side of a drawing, and what stands there. */
export type Scale<Value> = { readonly at: (value: Value) => number; readonly ticks: readonly Tick[] };

export type Range = readonly [from: number, to: number];

/** Least and largest of what is finite; a little around a single value, 0 to 1 around none. */
export const extent = (values: Iterable<number>): Range => {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  if (low < high) return [low, high];
  const around = low === 0 ? 0.5 : Math.abs(low) * 0.05;
  return [low - around, high + around];
};

const pixelsPerTick = 60;

/** Values at equal distances, the ends moved out to round ones; `exact` keeps the ends. */
export const linear = (domain: Range, range: Range, exact = false): Scale<number> => {
  const scale = scaleLinear(domain, range);
  const count = Math.max(2, Math.min(8, Math.floor(Math.abs(range[1] - range[0]) / pixelsPerTick)));
  if (!exact) scale.nice(count);
  const text = scale.tickFormat(count);
  return {
    at: (value) => scale(value),
    ticks: scale.ticks(count).map((each) => ({ at: scale(each), text: text(each) })),
  };
};

/** The ticks at whole numbers, written without decimals. */
export const wholeTicks = ({ ticks }: Scale<number>): readonly Tick[] =>
  ticks.flatMap(({ at, text }) => {
    const value = Number(text.replaceAll(',', ''));
    return Number.isInteger(value) ? [{ at, text: String(value) }] : [];
  });

const secondsSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

/** Seconds from a beginning, with ticks at whole minutes, hours or days. */
export const elapsed = ([from, to]: Range, range: Range): Scale<number> => {
  const scale = scaleLinear([from, to], range);
  const wanted = (to - from) / Math.max(2, Math.floor(Math.abs(range[1] - range[0]) / 90));
  const step = secondsSteps.find((each) => each >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  const ticks = Array.from({ length: count }, (_, n) => first + n * step);
  return { at: (value) => scale(value), ticks: ticks.map((each) => ({ at: scale(each), text: duration(each) })) };
};

/** A place for each of some names, in their order, and how wide it is. */
export const banded = (
  names: readonly string[],
  range: Range,
  padding = 0.15,
): Scale<number> & { readonly width: number } => {
  const scale = scaleBand(
    names.map((_, n) => n),
    range,
  ).padding(names.length === 0 ? 0 : padding);
  const width = scale.bandwidth();
  const at = (n: number): number => (scale(n) ?? range[0]) + width / 2;
  return { at, width, ticks: names.map((text, n) => ({ at: at(n), text })) };
};
