import type { ModelOptions } from '../../../core/grid.ts';
import type { NetworkWeights } from '../../../training/network/weights.ts';
import { plainPooling } from './plain-pooling.ts';
import { type CellFactors, plainCell } from './plain-cells.ts';

/** Dropout factors; all 1 while scoring. */
export type Factors = {
  readonly spatial: (text: number, channel: number) => number;
  readonly cell: (layer: number, direction: number, text: number) => CellFactors;
  /** Of a layer's output (of all its directions): at a step of a text, or of what pooling made where the layer is the last. */
  readonly output: (layer: number, text: number, step: number, unit: number) => number;
};

const one = (): number => 1;
export const noFactors: Factors = { spatial: one, output: one, cell: () => ({ input: one, recurrent: one }) };

/** A plain second implementation in doubles, text by text, without packing or padding: what the kernels must compute. */
export type OracleInput = {
  readonly model: ModelOptions;
  readonly weights: NetworkWeights;
  readonly vectors: Float32Array | Float64Array;
  readonly size: number;
  readonly classes: number;
  readonly texts: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly factors: Factors;
  readonly classWeights: Float64Array;
};

/** A layer's output at each position, and its states after the last token that each direction reads. */
const layerOutput = ({ model, weights, factors }: OracleInput, layer: number, text: number, inputs: number[][]) => {
  const { forward, backward } = weights.layers[layer]!;
  const ahead = plainCell(model, forward, inputs, factors.cell(layer, 0, text));
  if (backward === null) return { outputs: ahead, last: ahead.at(-1)! };
  const back = plainCell(model, backward, inputs.toReversed(), factors.cell(layer, 1, text));
  return {
    outputs: ahead.map((h, at) => [...h, ...back[back.length - 1 - at]!]),
    last: [...ahead.at(-1)!, ...back.at(-1)!],
  };
};

/** What the recurrent layers and pooling make of a text. */
const pooled = (input: OracleInput, text: number): number[] => {
  const { size, weights, factors } = input;
  let values = input.texts[text]!.map((token) =>
    Array.from(
      input.vectors.subarray(token * size, (token + 1) * size),
      (value, at) => value * factors.spatial(text, at),
    ),
  );
  const top = weights.layers.length - 1;
  for (let layer = 0; layer < top; layer++) {
    values = layerOutput(input, layer, text, values).outputs.map((h, step) =>
      h.map((value, unit) => value * factors.output(layer, text, step, unit)),
    );
  }
  const { outputs, last } = layerOutput(input, top, text, values);
  const state = plainPooling(input.model, weights, outputs, last);
  return state.map((value, unit) => value * factors.output(top, text, 0, unit));
};

/** Class probabilities of each text. */
export const oracleProbabilities = (input: OracleInput): number[][] =>
  input.texts.map((_, text) => {
    const { kernel, bias } = input.weights.head;
    const state = pooled(input, text);
    const logits = Array.from(bias, (start, c) =>
      state.reduce((sum, h, unit) => sum + h * kernel[unit * bias.length + c]!, start),
    );
    if (input.model.head === 'sigmoid') return [1, -1].map((sign) => 1 / (1 + Math.exp(sign * logits[0]!)));
    const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
    const sum = powers.reduce((total, power) => total + power);
    return powers.map((power) => power / sum);
  });

/** Mean cross-entropy in nats, each text weighted by its class. */
export const oracleLoss = ({ labels, classWeights, ...input }: OracleInput): number =>
  oracleProbabilities({ labels, classWeights, ...input }).reduce(
    (sum, row, text) => sum - classWeights[labels[text]!]! * Math.log(row[labels[text]!]!),
    0,
  ) / labels.length;

/** Places of at most `most` elements, spread over all. */
const spread = (length: number, most: number): readonly number[] =>
  Array.from({ length: Math.min(length, most) }, (_, at) => Math.floor((at * length) / Math.min(length, most)));

/**
 * Central differences of the loss by some elements of `values`, which must be what `input` reads, and `gradient` at the same
 * places.
 */
export const differences = (input: OracleInput, values: Float64Array, gradient: Float32Array, most = 6) => {
  const step = 1e-5;
  const places = spread(values.length, most);
  const expected = places.map((at) => {
    const value = values[at]!;
    values[at] = value + step;
    const above = oracleLoss(input);
    values[at] = value - step;
    const below = oracleLoss(input);
    values[at] = value;
    return (above - below) / (2 * step);
  });
  return { expected, found: places.map((at) => gradient[at]!) };
};
