import type { DirectionWeights, LayerWeights } from '../network/weights.ts';
import { concatenate, dense, type Node, recurrent, reshape, tensor, widthOf } from './graph.ts';
import type { TrainedModel } from './trained-model.ts';

/** Far enough below any score or gate that softmax and sigmoid of it are 0 in float32, and of its negative 1; held by float16. */
export const padLevel = -16_384;

const steps = 3; // per token
const phases = steps + 1; // one for each step, one for padding

/** Blocks of the LSTM's state, H values each: the GRU's state, r·(U h + c) of the candidate, and σ(2x) of the candidate. */
const blocks = 3;
const [state, reset, candidate] = [0, 1, 2] as const;

/** What an LSTM's gate gets from where: columns of its kernels, filled block by block. */
const createGates = (inputs: number, units: number) => {
  const columns = 4 * blocks * units;
  const kernel = new Float32Array((inputs + phases) * columns);
  const recurrentKernel = new Float32Array(blocks * units * columns);
  const bias = new Float32Array(columns);
  /** Gates i f c o of a block. */
  const column = (gate: 'i' | 'f' | 'c' | 'o', block: number): number =>
    ('ifco'.indexOf(gate) * blocks + block) * units;
  return { kernel, recurrent: recurrentKernel, bias, columns, column };
};

type Gates = ReturnType<typeof createGates>;

/** Which of the three steps, as it stands in the sequence, does the n-th thing: backward they come in reverse. */
const placeOf = (isBackward: boolean, step: number): number => (isBackward ? steps - 1 - step : step);

/** Lets a block's i and f follow their sums in one step of a token, and holds the block in all others and on padding. */
const openInStep = (
  gates: Gates,
  inputs: number,
  units: number,
  block: number,
  place: number,
  forgets: boolean,
): void => {
  const { kernel, columns, column } = gates;
  for (let phase = 0; phase < phases; phase++) {
    const isOpen = phase === place;
    const row = (inputs + phase) * columns;
    kernel.fill(isOpen ? 0 : padLevel, row + column('i', block), row + column('i', block) + units);
    const forget = isOpen ? (forgets ? padLevel : 0) : -padLevel;
    kernel.fill(forget, row + column('f', block), row + column('f', block) + units);
  }
};

/** Copies gate `from` of the GRU (0: z, 1: r, 2: h), times `factor`, to columns of the LSTM. */
const copyGate = (
  gates: Gates,
  gru: DirectionWeights,
  units: number,
  from: number,
  to: number,
  { factor, input, recurrent: back }: { readonly factor: number; readonly input: boolean; readonly recurrent: boolean },
): void => {
  const rows = (own: Float32Array, target: Float32Array, count: number): void => {
    for (let row = 0; row < count; row++) {
      for (let unit = 0; unit < units; unit++)
        target[row * gates.columns + to + unit]! += factor * (own[row * 3 * units + from * units + unit] as number);
    }
  };
  if (input) rows(gru.kernel, gates.kernel, gru.kernel.length / (3 * units));
  if (back) rows(gru.recurrent, gates.recurrent, units);
  if (input) rows(gru.bias.subarray(0, 3 * units), gates.bias, 1);
  if (back) rows(gru.bias.subarray(3 * units), gates.bias, 1);
};

const addIdentity = (
  { recurrent: kernel, columns }: Gates,
  units: number,
  from: number,
  to: number,
  by: number,
): void => {
  for (let unit = 0; unit < units; unit++) kernel[(from * units + unit) * columns + to + unit] = by;
};

/**
 * An LSTM without activations that computes z, r, h of a GRU with `reset_after` in three steps: first r·(U h + c), then
 * s = σ(2 (W x + b + that)), then z·h + (1 − z)·(2 s − 1), where 2 σ(2 x) − 1 = tanh x. Products come from the gates, which
 * the phases open and close; all states are held on padding.
 */
const steppedDirection = (gru: DirectionWeights, inputs: number, units: number, isBackward: boolean) => {
  const gates = createGates(inputs, units);
  const { bias, columns, column } = gates;
  const all = { factor: 1, input: true, recurrent: true } as const;
  bias.fill(-padLevel, column('o', 0), columns); // always open
  openInStep(gates, inputs, units, reset, placeOf(isBackward, 0), true);
  copyGate(gates, gru, units, 1, column('i', reset), all);
  copyGate(gates, gru, units, 2, column('c', reset), { factor: 1, input: false, recurrent: true });
  openInStep(gates, inputs, units, candidate, placeOf(isBackward, 1), true);
  copyGate(gates, gru, units, 2, column('i', candidate), { factor: 2, input: true, recurrent: false });
  addIdentity(gates, units, reset, column('i', candidate), 2);
  bias.fill(1, column('c', candidate), column('c', candidate) + units);
  openInStep(gates, inputs, units, state, placeOf(isBackward, 2), false);
  copyGate(gates, gru, units, 0, column('f', state), all);
  copyGate(gates, gru, units, 0, column('i', state), { ...all, factor: -1 });
  addIdentity(gates, units, candidate, column('c', state), 2);
  bias.fill(-1, column('c', state), column('c', state) + units);
  return [
    { name: 'kernel', tensor: tensor(gates.kernel, inputs + phases, columns) },
    { name: 'recurrent_kernel', tensor: tensor(gates.recurrent, blocks * units, columns) },
    { name: 'bias', tensor: tensor(bias, columns) },
  ];
};

/** Kernel [rows, directions · units] of zeros and ones that picks the GRU's states out of the LSTM's. */
const picking = (rows: number, units: number, firstRows: readonly number[]): Float32Array => {
  const width = firstRows.length * units;
  const kernel = new Float32Array(rows * width);
  firstRows.forEach((first, at) => {
    for (let unit = 0; unit < units; unit++) kernel[(first + unit) * width + at * units + unit] = 1;
  });
  return kernel;
};

/** The one-hot phases of a token's three steps, from its padding level. */
const phasesOf = (padding: Node): Node => {
  const kernel = new Float32Array(steps * phases);
  const bias = new Float32Array(steps * phases);
  for (let step = 0; step < steps; step++) {
    bias[step * phases + step] = 1;
    kernel[step * phases + step] = -1 / padLevel;
    kernel[step * phases + phases - 1] = 1 / padLevel;
  }
  return reshape('phases', dense('phases_of_tokens', padding, steps * phases, 'linear', kernel, bias), null, phases);
};

type Stepped = { readonly at: number; readonly units: number; readonly phases: Node; readonly sequences: boolean };

const steppedLayer = (below: Node, { forward, backward }: LayerWeights, { at, units, ...rest }: Stepped): Node => {
  const inputs = widthOf(below);
  const name = `gru_${at + 1}`;
  const thrice = reshape(`${name}_steps`, concatenate(`${name}_thrice`, [below, below, below]), null, inputs);
  const lstm = recurrent(name, 'LSTM', concatenate(`${name}_inputs`, [thrice, rest.phases]), {
    units: blocks * units,
    activation: 'linear',
    sequences: rest.sequences,
    forward: steppedDirection(forward, inputs, units, false),
    backward: backward === null ? null : steppedDirection(backward, inputs, units, true),
  });
  const width = widthOf(lstm);
  const directions = backward === null ? 1 : 2;
  const pick = (from: Node, firstRows: readonly number[]): Node => {
    const kernel = picking(widthOf(from), units, firstRows.slice(0, directions));
    return dense(`${name}_states`, from, directions * units, 'linear', kernel, null);
  };
  if (!rest.sequences) return pick(lstm, [0, blocks * units]);
  const lastStep = (steps - 1) * width; // of a token: going backward it is the first
  return pick(reshape(`${name}_tokens`, lstm, null, steps * width), [lastStep, blocks * units]);
};

/**
 * GRU layers with `reset_after` from tfjs' stock layers, whose own GRU has only the other form.
 * @param padding [T, 1], 0 or padLevel
 */
export const steppedGru = ({ model, weights }: TrainedModel, vectors: Node, padding: Node): Node => {
  const shared = phasesOf(padding);
  return weights.layers.reduce((below, layer, at) => {
    const sequences = at < weights.layers.length - 1 || model.pooling !== 'last';
    return steppedLayer(below, layer, { at, units: model.units, phases: shared, sequences });
  }, vectors);
};
