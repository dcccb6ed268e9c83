import { expect, test } from 'vitest';

import { createMachine } from '../../training/network/kernel.ts';
import { isNoMemory } from '../../worker/no-memory.ts';

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('memory that cannot be had is told from other errors', () => {
  expect(isNoMemory(thrown(() => new ArrayBuffer(2 ** 50)))).toBe(true);
  expect(isNoMemory(thrown(() => createMachine(5 * 2 ** 30)))).toBe(true);
  expect(isNoMemory(new RangeError('WebAssembly.Memory(): could not allocate memory'))).toBe(true);
  expect(isNoMemory(new RangeError('epochs: 0 is no number of epochs'))).toBe(false);
  expect(isNoMemory(new Error('damaged splits: no splits at all'))).toBe(false);
});
