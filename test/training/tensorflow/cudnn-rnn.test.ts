import { describe, expect, it } from 'vitest';
import { packParameters, parameterCount, unpackParameters } from '../../../training/tensorflow/cudnn-parameters.ts';
import { createCudnnRnn } from '../../../training/tensorflow/cudnn-rnn.ts';
import { createLibraryDirections } from '../../../training/tensorflow/direction.ts';
import { sequencesOf } from '../../../training/tensorflow/sequences.ts';
import { casesOf, expectAlike } from './alike.ts';
import { createStandIn } from './cudnn-stand-in.ts';

describe.each(['lstm', 'gru'] as const)('%s by cuDNN, as its definition is computed here', (cell) => {
  const some = casesOf(cell).filter(([name]) => ['learnt vectors', 'three layers', 'the same masks'].includes(name));

  it.each(some)('learns what our kernels learn: %s', (_, changes) => {
    const standIn = createStandIn();

    expectAlike({ ...changes, epochs: [1] }, () => createLibraryDirections(() => createCudnnRnn(standIn)).create);

    expect(standIn.getNumOfTensors()).toBe(0);
    expect(new Set(standIn.calls)).toEqual(new Set(['CudnnRNN', 'CudnnRNNBackprop']));
  });
});

describe.each([
  [4, 1],
  [3, 2],
])('the parameters of %i gates', (gates, biases) => {
  const shape = { steps: 1, texts: 1, inputs: 3, units: 2, gates };
  const weights = {
    matrices: Float32Array.from({ length: 5 * gates * 2 }, (_, at) => at + 1),
    bias: Float32Array.from({ length: biases * gates * 2 }, (_, at) => -at - 1),
  };
  const packed = new Float32Array(parameterCount(shape)).fill(Number.NaN);
  packParameters(shape, weights, packed);

  it('are all written, and come back as they were', () => {
    expect(packed.some(Number.isNaN)).toBe(false);
    expect(unpackParameters(shape, packed)).toEqual(weights);
  });

  it('begin with the first gate of cuDNN, transposed', () => {
    const first = gates === 4 ? 0 : 2; // column: GRU's r stands behind z
    const rows = [0, 1, 2].map((row) => weights.matrices[row * gates * 2 + first]);
    expect([...packed.subarray(0, 3)]).toEqual(rows);
  });
});

it('a library without cuDNN runs what runs anywhere', () => {
  const standIn = {
    ...createStandIn(),
    executeOp: () => {
      throw new Error('Could not find device for node');
    },
  };

  expect(sequencesOf({ binding: standIn, version: '2.9.1', device: 'cuda' }).what).toBe('BlockLSTMV2');
  expect(standIn.getNumOfTensors()).toBe(0);
});

it('a library with cuDNN is asked once, and leaves nothing', () => {
  const standIn = createStandIn();

  expect(sequencesOf({ binding: standIn, version: '2.9.1', device: 'cuda' }).what).toBe('CudnnRNN');
  expect(standIn.getNumOfTensors()).toBe(0);
});
