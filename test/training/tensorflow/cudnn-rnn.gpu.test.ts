import { describe, expect, it } from 'vitest';
import { addonOf } from '../../../services/tensorflow/addon.ts';
import { findTensorflow } from '../../../services/tensorflow/find-tensorflow.ts';
import { createLibraryDirections } from '../../../training/tensorflow/direction.ts';
import { loadTensorflow } from '../../../training/tensorflow/load.ts';
import { sequencesOf } from '../../../training/tensorflow/sequences.ts';
import { createRun } from '../../../training/run.ts';
import { finish } from '../run-fixture.ts';
import { casesOf, expectAlike } from './alike.ts';
import { learnable } from './learnable.ts';

const [found] = await findTensorflow(process.env, 'cuda');
const addon = found === undefined ? undefined : addonOf(found.module);
const where = addon === undefined ? 'not run: no TensorFlow for GPUs is installed here' : addon;

describe.skipIf(addon === undefined)(`a GPU's library (${where})`, () => {
  const library = addon === undefined ? null : loadTensorflow(addon, 'cuda');
  const sequences = library === null ? null : sequencesOf(library);
  const onGpu = () => createLibraryDirections(sequences?.create as NonNullable<typeof sequences>['create']).create;

  it('has cuDNN', () => {
    expect(sequences?.what).toBe('CudnnRNN');
  });

  it.each([...casesOf('lstm'), ...casesOf('gru')])('learns what our kernels learn: %s', (_, changes) => {
    expectAlike(changes, onGpu);
    expect(library?.binding.getNumOfTensors()).toBe(0);
  });

  it('gives the same probabilities twice, to 1e-3', () => {
    const [first, second] = [0, 1].map(() => {
      const { epochs } = finish(createRun(learnable(0, { epochs: [2] }), undefined, onGpu()));
      return epochs[0]?.probabilities as Float32Array;
    }) as [Float32Array, Float32Array];
    expect(Math.max(...first.map((p, at) => Math.abs(p - (second[at] as number))))).toBeLessThan(1e-3);
  });
});
