/** Options under the names of the grid; gensim's in brackets. */
export type Word2vecOptions = {
  readonly iterations: number; // passes over the texts, integer > 0 [epochs]
  readonly window: number; // words to each side, integer > 0
  readonly size: number; // numbers per word, integer > 0 [vector_size]
  readonly minCount: number; // rarer words get no vector, integer > 0 [min_count]
  readonly negative: number; // negatives drawn per pair, integer > 0
  readonly sample: number; // subsampling, ≥ 0; 0 drops nothing
  readonly seed: number; // integer in [0, 2³²)
};

/** @throws {RangeError} naming the first option that is out of range */
export const checkOptions = (options: Word2vecOptions): void => {
  const { iterations, window, size, minCount, negative, sample, seed } = options;
  for (const [name, value] of Object.entries({ iterations, window, size, minCount, negative })) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} is ${value}, expected an integer > 0`);
  }
  if (!(sample >= 0 && sample < Infinity)) throw new RangeError(`sample is ${sample}, expected a number ≥ 0`);
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new RangeError(`seed is ${seed}, expected an integer from 0 to 2³² − 1`);
  }
};
