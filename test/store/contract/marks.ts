import { describe, expect, it } from 'vitest';
import { insertMark, readMark, readMarkTime } from '../../../store/marks.ts';
import { readProgress, replaceProgress } from '../../../store/progress.ts';
import { publishRanking, readRanking, removeRanking } from '../../../store/rankings.ts';
import type { Databases } from './databases.ts';
import { aUid } from './samples.ts';

const uid = aUid('s1');

const rankingOf = (count: number) =>
  Array.from({ length: count }, (_, rank) => ({ rank: rank + 1, units: 16, trial: `units=${rank}`, accuracy: 1 / 3 }));

export const markContract = ({ open }: Databases): void => {
  describe('marks', () => {
    it('are set once and read by their ids', async () => {
      const store = await open();
      const outcomes = [
        await insertMark(store, 's1:page:0:0:3:0', { done: 5, failed: 1 }),
        await insertMark(store, 's1:page:0:0:3:0', { done: 5, failed: 1 }),
      ];

      expect(outcomes).toEqual(['inserted', 'exists']);
      expect(await readMark(store, 's1:done:0:0')).toBeNull();
      expect(await readMark(store, 's1:page:0:0:3:0')).toEqual({ done: 5, failed: 1 });
    });

    it('say since when', async () => {
      const store = await open();
      const before = Date.now();
      await insertMark(store, 's1:done:0:0', { done: 5, failed: 1 });

      const at = await readMarkTime(store, 's1:done:0:0');

      expect(at).toBeGreaterThanOrEqual(before);
      expect(at).toBeLessThanOrEqual(Date.now());
      expect(await readMarkTime(store, 's1:done:0:1')).toBeNull();
    });
  });

  describe('rankings', () => {
    const tellNothing = async (): Promise<null> => null;

    it('have their rows before it is told what may be expected of the best', async () => {
      const store = await open();
      let pages = 0;

      await publishRanking(store, uid, 0, 0, rankingOf(1201), async () => {
        pages = (await store.db.collection('rankingPages').find().toArray()).length;
        return null;
      });

      expect(pages).toBe(3);
    });

    it('are published once, in pages, and read whole', async () => {
      const store = await open();

      const outcomes = [
        await publishRanking(store, uid, 0, 0, rankingOf(1201), tellNothing),
        await publishRanking(store, uid, 0, 0, rankingOf(1201), tellNothing),
      ];

      expect(outcomes).toEqual(['inserted', 'exists']);
      expect(await readRanking(store, uid, 0, 0)).toEqual(rankingOf(1201));
      expect(await store.db.collection('rankingPages').find().toArray()).toHaveLength(3);
      expect(await readRanking(store, uid, 0, 1)).toBeNull();
    });

    it('are not there while only a part is, and can be completed', async () => {
      const store = await open();
      await publishRanking(store, uid, 0, 0, rankingOf(700), tellNothing);
      await store.db.collection('rankings').deleteMany({});
      expect(await readRanking(store, uid, 0, 0)).toBeNull();

      await publishRanking(store, uid, 0, 0, rankingOf(700), tellNothing);

      expect(await readRanking(store, uid, 0, 0)).toEqual(rankingOf(700));
    });

    it('can be forgotten and published again', async () => {
      const store = await open();
      await publishRanking(store, uid, 0, 0, rankingOf(700), tellNothing);

      await removeRanking(store, uid, 0, 0);
      await publishRanking(store, uid, 0, 0, rankingOf(3), tellNothing);

      expect(await readRanking(store, uid, 0, 0)).toEqual(rankingOf(3));
    });

    it('may be empty', async () => {
      const store = await open();

      await publishRanking(store, uid, 0, 0, [], tellNothing);

      expect(await readRanking(store, uid, 0, 0)).toEqual([]);
    });
  });

  describe('progress', () => {
    it('keeps the latest of every embedding, of one sweep alone', async () => {
      const store = await open();
      const progress = (embedding: number, done: number) => ({
        embedding,
        done,
        failed: 0,
        reused: done,
        edition: 0,
        retry: 0,
      });
      for (const done of [1, 2, 3]) await replaceProgress(store, uid, progress(1, done));
      await replaceProgress(store, uid, progress(0, 9));
      await replaceProgress(store, aUid('s2'), progress(0, 5));

      const read = await readProgress(store, uid);

      expect(read).toMatchObject([progress(0, 9), progress(1, 3)]);
    });

    it('remembers the last moments of a retry, so that a pace can be read at once', async () => {
      const store = await open();
      const progress = (done: number, retry: number) => ({
        embedding: 0,
        done,
        failed: 0,
        reused: 2,
        edition: 0,
        retry,
      });
      for (let done = 2; done < 30; done++) await replaceProgress(store, uid, progress(done, 0));
      const before = await readProgress(store, uid);

      await replaceProgress(store, uid, progress(5, 1));

      const trained = before[0]?.recent.map((moment) => moment.trained);
      expect(trained).toEqual(Array.from({ length: 20 }, (_, at) => at + 8));
      expect((await readProgress(store, uid))[0]?.recent).toMatchObject([{ trained: 3 }]);
    });
  });
};
