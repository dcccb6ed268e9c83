import { expect, test } from 'vitest';

import { idleText } from '../../../cli/engine/idle.ts';

const wasm = (name: string) => ({ name, engine: 'wasm' as const });
const cuda = 'tensorflow-cuda-2.21.0';

test('a worker whose GPUs stay idle names the sweeps of another engine, and what to do', () => {
  expect(idleText(cuda, 'The GPUs of this worker', [])).toBeNull();
  expect(idleText(cuda, 'The GPUs of this worker', [wasm('paper')])).toBe(
    'The GPUs of this worker stay idle: paper says engine: wasm, and this worker trains with tensorflow-cuda-2.21.0. ' +
      'A sweep keeps its engine; to use them, put engine: tensorflow into its grid and start it under another name (--name).',
  );
  expect(idleText(cuda, 'The GPUs of this worker', ['a', 'b', 'c', 'd'].map(wasm))).toContain(
    'a, b, c and 1 more say engine: wasm',
  );
});
