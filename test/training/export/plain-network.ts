import type { TrainedModel } from '../../../training/export/trained-model.ts';
import type { DirectionWeights } from '../../../training/network/weights.ts';

type Rows = readonly (readonly number[])[];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const times = (x: readonly number[], kernel: Float32Array, columns: number): number[] =>
  Array.from({ length: columns }, (_, column) =>
    x.reduce((sum, value, row) => sum + value * (kernel[row * columns + column] as number), 0),
  );

const plus = (a: readonly number[], b: ArrayLike<number>): number[] => a.map((value, at) => value + (b[at] as number));

const runLstm = (xs: Rows, { kernel, recurrent, bias }: DirectionWeights, units: number): number[][] => {
  let h = new Array<number>(units).fill(0);
  let c = h;
  return xs.map((x) => {
    const z = plus(plus(times(x, kernel, 4 * units), times(h, recurrent, 4 * units)), bias);
    const gate = (at: number, unit: number): number => z[at * units + unit] as number;
    c = c.map((before, unit) => sigmoid(gate(1, unit)) * before + sigmoid(gate(0, unit)) * Math.tanh(gate(2, unit)));
    h = c.map((state, unit) => sigmoid(gate(3, unit)) * Math.tanh(state));
    return h;
  });
};

const runGru = (xs: Rows, { kernel, recurrent, bias }: DirectionWeights, units: number): number[][] => {
  let h = new Array<number>(units).fill(0);
  return xs.map((x) => {
    const input = plus(times(x, kernel, 3 * units), bias.subarray(0, 3 * units));
    const back = plus(times(h, recurrent, 3 * units), bias.subarray(3 * units));
    h = h.map((before, unit) => {
      const sum = (gate: number): number =>
        (input[gate * units + unit] as number) + (back[gate * units + unit] as number);
      const reset = sigmoid(sum(1));
      const made = Math.tanh((input[2 * units + unit] as number) + reset * (back[2 * units + unit] as number));
      return sigmoid(sum(0)) * before + (1 - sigmoid(sum(0))) * made;
    });
    return h;
  });
};

const softmax = (values: readonly number[]): number[] => {
  const exps = values.map((value) => Math.exp(value - Math.max(...values)));
  const sum = exps.reduce((a, b) => a + b);
  return exps.map((value) => value / sum);
};

const weightedSum = (rows: Rows, weights: readonly number[]): number[] =>
  (rows[0] as number[]).map((_, at) =>
    rows.reduce((sum, row, t) => sum + (row[at] as number) * (weights[t] as number), 0),
  );

/** Probabilities of one text in double precision, written down from the formulas: what the faster ones are held against. */
export const plainProbabilities = (
  { weights, table, size, model }: TrainedModel,
  tokens: readonly number[],
): number[] => {
  const { units, cell, pooling, head } = model;
  const run = cell === 'lstm' ? runLstm : runGru;
  let xs: Rows = tokens.map((token) => [...table.subarray(token * size, (token + 1) * size)]);
  let final: number[] = [];
  for (const { forward, backward } of weights.layers) {
    const ahead = run(xs, forward, units);
    const behind = backward === null ? null : run(xs.toReversed(), backward, units).toReversed();
    final = [...(ahead.at(-1) as number[]), ...(behind?.[0] ?? [])];
    xs = ahead.map((h, t) => [...h, ...(behind?.[t] ?? [])]);
  }
  const pooled = {
    last: () => final,
    mean: () =>
      weightedSum(
        xs,
        xs.map(() => 1 / xs.length),
      ),
    max: () => final.map((_, at) => Math.max(...xs.map((x) => x[at] as number))),
    attention: () => {
      const { kernel, bias, context } = weights.attention!;
      const scores = xs.map(
        (x) => times(plus(times(x, kernel, x.length), bias).map(Math.tanh), context, 1)[0] as number,
      );
      return weightedSum(xs, softmax(scores));
    },
  }[pooling]();
  const logits = plus(times(pooled, weights.head.kernel, weights.head.bias.length), weights.head.bias);
  if (head === 'softmax') return softmax(logits);
  const p = sigmoid(logits[0] as number);
  return [1 - p, p];
};
