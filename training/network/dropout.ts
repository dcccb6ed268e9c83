import { streamKey } from '../../core/random.ts';
import type { RunSeed } from './initialisers.ts';
import type { Machine } from './kernel.ts';
import type { Batch } from './packing.ts';
import type { Layer } from './layer.ts';

/** The factors of one dropout: rows of `units` values in rows of `width` floats. */
export type FactorPlace = { readonly units: number; readonly width: number; readonly factors: number };

/**
 * Returns the function that draws so many rows of inverted dropout's factors for a step: 0 with probability `rate`, else
 * 1 / (1 - rate). Stream (seed, purpose, repeat, fold, …name, step), one draw per unit, row by row.
 */
export const createFactors = (
  { kernel }: Machine,
  rate: number,
  { seed, repeat, fold }: RunSeed,
  [purpose, ...name]: readonly [string, ...(readonly (string | number)[])],
  { units, width, factors }: FactorPlace,
) => {
  const dropBelow = Math.min(Math.ceil(rate * 0x100000000), 0xffffffff); // of 32 random bits
  return (rows: number, step: number): void => {
    const key = streamKey(seed, purpose, repeat, fold, ...name, step);
    kernel.dropoutFactors(rows, units, width, ...key, dropBelow, 1 / (1 - rate), factors);
  };
};

/** What one dropout layer works on. */
export type DropoutPlace = FactorPlace & {
  readonly rows: (batch: Batch) => number;
  readonly values: number;
  readonly gradients: number;
};

/** Inverted dropout in place, behind a recurrent layer: each value of each position by itself, row by row in packed order. */
export const createDropout = (
  machine: Machine,
  rate: number,
  layer: number,
  seed: RunSeed,
  place: DropoutPlace,
): Layer => {
  const { kernel } = machine;
  const { width, values, gradients, factors } = place;
  const draw = createFactors(machine, rate, seed, ['dropout', layer], place);
  return {
    forward: (batch, step) => {
      if (step === 0 || rate === 0) return;
      const rows = place.rows(batch);
      draw(rows, step);
      kernel.scaleEach(rows * width, factors, values);
    },
    backward: (batch) => {
      if (rate !== 0) kernel.scaleEach(place.rows(batch) * width, factors, gradients);
    },
  };
};
