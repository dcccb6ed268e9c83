import { expect, it } from 'vitest';
import { onlyEngine } from '../../../cli/engine/choose.ts';
import { exitCodes, SweepError } from '../../../core/errors.ts';

const refusal = (...[wish, found]: Parameters<typeof onlyEngine>): SweepError => {
  try {
    onlyEngine(wish, found);
  } catch (error) {
    if (error instanceof SweepError) return error;
  }
  throw new Error('not refused');
};

it('a sweep gets the one engine that serves its wish', () => {
  expect(onlyEngine('tensorflow', ['tensorflow-cpu-2.21.0'])).toBe('tensorflow-cpu-2.21.0');
});

it('of two devices the grid has to name one', () => {
  const { code, message, fix } = refusal('tensorflow', ['tensorflow-cpu-2.21.0', 'tensorflow-cuda-2.21.0']);

  expect(exitCodes[code]).toBe(2);
  expect(message).toContain('tensorflow-cpu-2.21.0 or tensorflow-cuda-2.21.0');
  expect(fix).toContain('engine: tensorflow-cpu or engine: tensorflow-cuda');
});

it('of two versions on one device no grid can name one', () => {
  const { code, fix } = refusal('tensorflow-cpu', ['tensorflow-cpu-2.20.0', 'tensorflow-cpu-2.21.0']);

  expect(exitCodes[code]).toBe(2);
  expect(fix).toBe('stop the workers of all versions but one');
});

it('where nobody serves it, both ways to get it are told', () => {
  const { code, fix } = refusal('tensorflow-cuda', []);

  expect(exitCodes[code]).toBe(3);
  expect(fix).toContain('sweep engine install tensorflow --gpu');
  expect(fix).toContain('sweep worker --engine tensorflow-cuda');
});
