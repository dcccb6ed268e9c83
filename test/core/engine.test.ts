import { describe, expect, it } from 'vitest';
import { engineIdPattern, isWished, libraryOf, tensorflowId, trainQueue } from '../../core/engine.ts';
import { engineWishes } from '../../core/grid.ts';

const ids = [
  'wasm',
  tensorflowId('cpu', '2.21.0'),
  tensorflowId('cuda', '2.21.0'),
  tensorflowId('cuda', '2.9.1'),
] as const;

describe('the engine of a sweep', () => {
  it('is what the grid wishes, or one of its devices', () => {
    const served = Object.fromEntries(engineWishes.map((wish) => [wish, ids.filter((id) => isWished(wish, id))]));

    expect(served).toEqual({
      wasm: ['wasm'],
      tensorflow: ids.slice(1),
      'tensorflow-cpu': [ids[1]],
      'tensorflow-cuda': ids.slice(2),
    });
  });

  it('names its library', () => {
    expect(ids.map(libraryOf)).toEqual([
      null,
      { device: 'cpu', version: '2.21.0' },
      { device: 'cuda', version: '2.21.0' },
      { device: 'cuda', version: '2.9.1' },
    ]);
  });

  it('has a queue of its own in each store', () => {
    const queues = ids.flatMap((id) => ['k7f2', 'p3x9'].map((store) => trainQueue(id, 2, store)));

    expect(new Set(queues).size).toBe(8);
    expect(queues[2]).toBe('train-tensorflow-cpu-2.21.0-2@k7f2');
  });

  it.each(['tensorflow', 'tensorflow-cpu', 'tensorflow-tpu-1.0', 'tensorflow-cpu-2.21.0@other', 'wasm-2', ''])(
    'is not %j',
    (text) => {
      expect(engineIdPattern.test(text)).toBe(false);
    },
  );

  it('may be any of these', () => {
    expect(ids.every((id) => engineIdPattern.test(id))).toBe(true);
  });
});
