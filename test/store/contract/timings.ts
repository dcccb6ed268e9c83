import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../core/canonical.ts';
import { insertEmbedding, readEmbedding } from '../../../store/embeddings.ts';
import { readMismatches } from '../../../store/mismatches.ts';
import { appendRate, insertTiming, readTimings, recentRates } from '../../../store/timings.ts';
import type { Databases } from './databases.ts';
import { aFinder, aFoldKey, anEmbeddingKey } from './samples.ts';

const timing = (n: number) => ({ seconds: n, worker: 'w1', host: 'here', finishedAt: n, rate: 1e9 / 3 });

export const timingContract = ({ open }: Databases): void => {
  describe('timings', () => {
    it('keeps the first timing of a fold, apart from its result', async () => {
      const store = await open();

      const outcomes = [
        await insertTiming(store, aFoldKey(1), timing(1)),
        await insertTiming(store, aFoldKey(1), timing(2)),
      ];

      expect(outcomes).toEqual(['inserted', 'exists']);
      expect(await readTimings(store, [aFoldKey(2), aFoldKey(1)])).toEqual([null, timing(1)]);
    });

    it('tells the latest rates of all workers without reading a fold', async () => {
      const store = await open();
      for (let n = 1; n <= 40; n++)
        await appendRate(store, { ...timing(n), worker: n % 2 === 0 ? 'even' : 'odd' }, 'wasm');

      const rates = await recentRates(store, 5, 'wasm');

      expect(rates.map(({ finishedAt, worker }) => [finishedAt, worker])).toEqual([
        [40, 'even'],
        [39, 'odd'],
        [38, 'even'],
        [37, 'odd'],
        [36, 'even'],
      ]);
      await appendRate(store, { ...timing(50), worker: 'library' }, 'tensorflow-cpu-2.21.0');
      expect(await recentRates(store, 5, 'wasm')).toEqual(rates);
      expect(await recentRates(store, 5, 'tensorflow-cpu-2.21.0')).toHaveLength(1);
      expect(rates[0]).toEqual(expect.objectContaining({ rate: 1e9 / 3, seconds: 40, host: 'here' }));
    });
  });

  describe('embeddings', () => {
    it('keeps the first of two different ones and records the second', async () => {
      const store = await open();
      const key = anEmbeddingKey(1);
      const value = { blob: digestOf('vectors'), words: 4000, size: 100 };

      const outcomes = [
        await insertEmbedding(store, key, value, aFinder),
        await insertEmbedding(store, key, value, aFinder),
        await insertEmbedding(store, key, { ...value, blob: digestOf('others') }, aFinder),
      ];

      expect(outcomes).toEqual(['inserted', 'equal', 'mismatch']);
      expect(await readEmbedding(store, key)).toEqual(value);
      expect(await readEmbedding(store, anEmbeddingKey(2))).toBeNull();
      expect(await readMismatches(store)).toMatchObject([{ key, sweep: 's1' }]);
    });
  });
};
