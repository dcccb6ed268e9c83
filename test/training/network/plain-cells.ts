import type { ModelOptions } from '../../../core/grid.ts';
import type { DirectionWeights } from '../../../training/network/weights.ts';

/** Dropout factors of one direction reading one text; a gate has factors of its own where Keras' cells give it some. */
export type CellFactors = {
  readonly input: (gate: number, channel: number) => number;
  readonly recurrent: (gate: number, unit: number) => number;
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

type Rows = readonly (readonly number[])[];

/**
 * start + values · matrix, [values.length, gates · units], for all gates one after the other.
 * Plain loops: differences of every weight call this very often.
 */
const product = (
  values: readonly number[],
  factor: (gate: number, at: number) => number,
  matrix: ArrayLike<number>,
  start: ArrayLike<number> | null,
  units: number,
  gates: number,
): Float64Array => {
  const columns = gates * units;
  const sums = new Float64Array(columns);
  if (start !== null) for (let column = 0; column < columns; column++) sums[column] = start[column]!;
  for (let row = 0; row < values.length; row++) {
    for (let gate = 0; gate < gates; gate++) {
      const value = values[row]! * factor(gate, row);
      for (let unit = gate * units; unit < (gate + 1) * units; unit++)
        sums[unit]! += value * matrix[row * columns + unit]!;
    }
  }
  return sums;
};

const lstmStep = (x: Float64Array, inner: Float64Array, c: Float64Array, units: number): number[] => {
  const gate = (at: number): number => x[at]! + inner[at]!;
  return Array.from(c, (state, unit) => {
    const kept = sigmoid(gate(units + unit)) * state;
    c[unit] = kept + sigmoid(gate(unit)) * Math.tanh(gate(2 * units + unit));
    return sigmoid(gate(3 * units + unit)) * Math.tanh(c[unit]!);
  });
};

const gruStep = (x: Float64Array, inner: Float64Array, h: readonly number[], units: number): number[] =>
  h.map((value, unit) => {
    const z = sigmoid(x[unit]! + inner[unit]!);
    const r = sigmoid(x[units + unit]! + inner[units + unit]!);
    return z * value + (1 - z) * Math.tanh(x[2 * units + unit]! + r * inner[2 * units + unit]!);
  });

/** One direction over one text, whose inputs come in the order in which it reads them; h after each. */
export const plainCell = (
  { cell, units }: ModelOptions,
  { kernel, recurrent, bias }: DirectionWeights,
  inputs: Rows,
  factors: CellFactors,
): number[][] => {
  const gates = cell === 'lstm' ? 4 : 3;
  const c = new Float64Array(units);
  let h = new Array<number>(units).fill(0);
  const innerBias = cell === 'lstm' ? null : bias.subarray(gates * units);
  return inputs.map((values) => {
    const x = product(values, factors.input, kernel, bias, units, gates);
    const inner = product(h, factors.recurrent, recurrent, innerBias, units, gates);
    h = cell === 'lstm' ? lstmStep(x, inner, c, units) : gruStep(x, inner, h, units);
    return h;
  });
};
