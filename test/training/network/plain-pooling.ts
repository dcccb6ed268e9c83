import type { ModelOptions } from '../../../core/grid.ts';
import type { NetworkWeights } from '../../../training/network/weights.ts';

/** What pooling makes of a text's outputs [positions][D]; `last`: the states after the last token that each direction reads. */
export const plainPooling = (
  { pooling }: ModelOptions,
  { attention }: NetworkWeights,
  outputs: readonly number[][],
  last: number[],
): number[] => {
  const unitsOf = (make: (unit: number) => number): number[] => last.map((_, unit) => make(unit));
  switch (pooling) {
    case 'last':
      return last;
    case 'mean':
      return unitsOf((unit) => outputs.reduce((sum, h) => sum + h[unit]!, 0) / outputs.length);
    case 'max':
      return unitsOf((unit) => Math.max(...outputs.map((h) => h[unit]!)));
    case 'attention': {
      const { kernel, bias, context } = attention!;
      const width = bias.length;
      const powers = outputs.map((h) => {
        const u = Array.from(bias, (start, j) =>
          Math.tanh(h.reduce((sum, value, at) => sum + value * kernel[at * width + j]!, start)),
        );
        return Math.exp(u.reduce((sum, value, j) => sum + value * context[j]!, 0));
      });
      const total = powers.reduce((sum, power) => sum + power);
      return unitsOf((unit) => outputs.reduce((sum, h, at) => sum + (powers[at]! / total) * h[unit]!, 0));
    }
    default:
      return pooling satisfies never;
  }
};
