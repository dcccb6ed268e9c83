/** An axis, or a pair of axes, by their places in the list of axes. */
export type Effect = {
  readonly axes: readonly [number] | readonly [number, number];
  readonly degreesOfFreedom: number;
};

/** What the axes of a full grid have: how many values each. */
export type Levels = readonly number[];

/** Means of a fold's scores over all cells that have the same values on some axes: [value of the first × of the second]. */
const marginalMeans = (
  scores: Float64Array,
  places: readonly (readonly number[])[],
  axes: readonly number[],
  levels: Levels,
): Float64Array => {
  const size = axes.reduce((product, axis) => product * (levels[axis] as number), 1);
  const sums = new Float64Array(size);
  places.forEach((place, cell) => {
    let at = 0;
    for (const axis of axes) at = at * (levels[axis] as number) + (place[axis] as number);
    sums[at]! += scores[cell] as number;
  });
  return sums.map((sum) => (sum * size) / places.length);
};

/** What an effect adds to each combination of its values, in one fold; without the effects below it. */
export const effectOf = (
  scores: Float64Array,
  places: readonly (readonly number[])[],
  axes: Effect['axes'],
  levels: Levels,
): Float64Array => {
  const [grand] = marginalMeans(scores, places, [], levels) as unknown as [number];
  const own = marginalMeans(scores, places, axes, levels);
  const [a, b] = axes;
  if (b === undefined) return own.map((value) => value - grand);
  const ofA = marginalMeans(scores, places, [a], levels);
  const ofB = marginalMeans(scores, places, [b], levels);
  const width = levels[b] as number;
  return own.map((value, at) => value - (ofA[Math.floor(at / width)] as number) - (ofB[at % width] as number) + grand);
};

/** All axes with several values, then all pairs of them. */
export const effectsOf = (levels: Levels): readonly Effect[] => {
  const varying = [...levels.keys()].filter((axis) => (levels[axis] as number) > 1);
  const freedom = (axis: number): number => (levels[axis] as number) - 1;
  return [
    ...varying.map((axis): Effect => ({ axes: [axis], degreesOfFreedom: freedom(axis) })),
    ...varying.flatMap((a, at) =>
      varying.slice(at + 1).map((b): Effect => ({ axes: [a, b], degreesOfFreedom: freedom(a) * freedom(b) })),
    ),
  ];
};
