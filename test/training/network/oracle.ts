import type { DirectionWeights, NetworkWeights } from '../../../training/network/weights.ts';

/** A plain second implementation in doubles, text by text, without packing or padding: what the kernels must compute. */
export type OracleInput = {
  readonly weights: NetworkWeights;
  readonly vectors: Float32Array | Float64Array;
  readonly size: number;
  readonly units: number;
  readonly classes: number;
  readonly texts: readonly (readonly number[])[];
  readonly labels: readonly number[];
  /** Dropout factor of a layer's unit: at a step of a text, or of its last state where the layer is the last. */
  readonly factor: (layer: number, text: number, step: number, unit: number) => number;
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const lstm = (
  { kernel, recurrent, bias }: DirectionWeights,
  units: number,
  inputs: readonly number[][],
): number[][] => {
  const c = new Array<number>(units).fill(0);
  let h = new Array<number>(units).fill(0);
  const columns = 4 * units;
  return inputs.map((x) => {
    const z = Array.from(bias);
    x.forEach((value, row) => z.forEach((_, j) => (z[j]! += value * kernel[row * columns + j]!)));
    h.forEach((value, row) => z.forEach((_, j) => (z[j]! += value * recurrent[row * columns + j]!)));
    h = h.map((_, unit) => {
      const [i, f, g, o] = [0, 1, 2, 3].map((gate) => z[gate * units + unit]!) as [number, number, number, number];
      c[unit] = sigmoid(f) * c[unit]! + sigmoid(i) * Math.tanh(g);
      return sigmoid(o) * Math.tanh(c[unit]!);
    });
    return h;
  });
};

/** Class probabilities of each text. */
export const oracleProbabilities = (input: OracleInput): number[][] =>
  input.texts.map((tokens, text) => {
    const { size, units, classes, weights } = input;
    let values = tokens.map((token) => Array.from(input.vectors.subarray(token * size, (token + 1) * size)));
    weights.layers.forEach((layer, at) => {
      const isLast = at === weights.layers.length - 1;
      const outputs = lstm(layer.forward, units, values);
      const kept = isLast ? outputs.slice(-1) : outputs;
      values = kept.map((h, step) => h.map((value, unit) => value * input.factor(at, text, step, unit)));
    });
    const logits = Array.from({ length: classes }, (_, c) =>
      values[0]!.reduce((sum, h, unit) => sum + h * weights.head.kernel[unit * classes + c]!, weights.head.bias[c]!),
    );
    const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
    const sum = powers.reduce((total, power) => total + power);
    return powers.map((power) => power / sum);
  });

/** Mean cross-entropy in nats. */
export const oracleLoss = (input: OracleInput): number =>
  oracleProbabilities(input).reduce((sum, row, text) => sum - Math.log(row[input.labels[text]!]!), 0) /
  input.texts.length;

/** Central differences of the loss by every element of `values`, which must be what `input` reads. */
export const differences = (input: OracleInput, values: Float64Array, step = 1e-5): Float64Array =>
  values.map((value, at) => {
    values[at] = value + step;
    const above = oracleLoss(input);
    values[at] = value - step;
    const below = oracleLoss(input);
    values[at] = value;
    return (above - below) / (2 * step);
  });
