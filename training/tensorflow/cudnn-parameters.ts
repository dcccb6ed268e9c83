import type { SequenceShape, SequenceWeights } from './sequence.ts';

/** Which of our gates stands in each place of cuDNN: LSTM's i f c o as they are; GRU's z r h with r first. */
export const gateOrder = (gates: number): readonly number[] => (gates === 4 ? [0, 1, 2, 3] : [1, 0, 2]);

type Part = 'matrices' | 'bias';

/**
 * Visits all parameters in cuDNN's order, with the place of each among ours: the matrices of the inputs, gate by gate, each
 * transposed to [units, inputs]; those of the state, [units, units]; the biases of the inputs; those of the state. An
 * LSTM of ours has one bias, cuDNN's of the state: its bias of the inputs, null here, stays 0.
 */
const eachParameter = (
  { inputs, units, gates }: SequenceShape,
  visit: (at: number, part: Part | null, place: number) => void,
): number => {
  const order = gateOrder(gates);
  const columns = gates * units;
  let at = 0;
  for (const { first, rows } of [
    { first: 0, rows: inputs },
    { first: inputs, rows: units },
  ]) {
    for (const gate of order)
      for (let unit = 0; unit < units; unit++)
        for (let row = 0; row < rows; row++) visit(at++, 'matrices', (first + row) * columns + gate * units + unit);
  }
  for (const ofState of [false, true]) {
    for (const gate of order) {
      for (let unit = 0; unit < units; unit++) {
        const place = gate * units + unit;
        if (gates === 4) visit(at++, ofState ? 'bias' : null, place);
        else visit(at++, 'bias', (ofState ? columns : 0) + place);
      }
    }
  }
  return at;
};

/** Parameters of one layer that reads one way. */
export const parameterCount = ({ inputs, units, gates }: SequenceShape): number => gates * units * (inputs + units + 2);

/** Lays our weights out as cuDNN has them, into `to`. */
export const packParameters = (shape: SequenceShape, weights: SequenceWeights, to: Float32Array): void => {
  eachParameter(shape, (at, part, place) => {
    to[at] = part === null ? 0 : (weights[part][place] as number);
  });
};

/** Takes cuDNN's gradients apart into ours. */
export const unpackParameters = (shape: SequenceShape, from: Float32Array): SequenceWeights => {
  const { inputs, units, gates } = shape;
  const columns = gates * units;
  const weights = {
    matrices: new Float32Array((inputs + units) * columns),
    bias: new Float32Array(gates === 4 ? columns : 2 * columns),
  };
  eachParameter(shape, (at, part, place) => {
    if (part !== null) weights[part][place] = from[at] as number;
  });
  return weights;
};
