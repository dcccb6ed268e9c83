import { streamKey } from '../../core/random.ts';
import type { RunSeed } from './initialisers.ts';
import type { Machine } from './kernel.ts';
import type { Batch } from './packing.ts';
import type { Layer } from './layer.ts';

/** What one dropout layer works on: rows of `units` values in rows of `width` floats. */
export type DropoutPlace = {
  readonly rows: (batch: Batch) => number;
  readonly units: number;
  readonly width: number;
  readonly values: number;
  readonly gradients: number;
  readonly factors: number;
};

/**
 * Inverted dropout in place: while training a value is 0 with probability `rate`, else divided by 1 - rate.
 * Stream (seed, 'dropout', repeat, fold, layer, step), one draw per unit, row by row in packed order.
 */
export const createDropout = (
  { kernel }: Machine,
  rate: number,
  layer: number,
  { seed, repeat, fold }: RunSeed,
  place: DropoutPlace,
): Layer => {
  const { units, width, values, gradients, factors } = place;
  const dropBelow = Math.ceil(rate * 0x100000000); // of 32 random bits
  return {
    forward: (batch, step) => {
      if (step === 0 || rate === 0) return;
      const rows = place.rows(batch);
      const key = streamKey(seed, 'dropout', repeat, fold, layer, step);
      kernel.dropoutFactors(rows, units, width, ...key, dropBelow, 1 / (1 - rate), factors);
      kernel.scaleEach(rows * width, factors, values);
    },
    backward: (batch) => {
      if (rate !== 0) kernel.scaleEach(place.rows(batch) * width, factors, gradients);
    },
  };
};
