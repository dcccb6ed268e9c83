import { createStream } from './random.ts';

/** Distinct cell indexes by a seeded permutation (a sparse Fisher–Yates), ascending. */
export const draw = (cells: number, trials: number, seed: number): Float64Array => {
  const stream = createStream(seed, 'random search');
  const moved = new Map<number, number>();
  const drawn = new Float64Array(trials);
  for (let n = 0; n < trials; n++) {
    const left = cells - n;
    const at = n + (left <= 0x100000000 ? stream.below(left) : Math.floor(stream.uniform() * left));
    drawn[n] = moved.get(at) ?? at;
    moved.set(at, moved.get(n) ?? n);
  }
  return drawn.sort();
};

/** First place in ascending `items` whose value is at least `value`. */
export const lowerBound = (items: Float64Array, value: number): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
