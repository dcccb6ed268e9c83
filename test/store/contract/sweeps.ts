import { describe, expect, it } from 'vitest';
import { insertRequest, readRequests } from '../../../store/requests.ts';
import { findSweeps, insertSweep, listSweeps, readSweep } from '../../../store/sweeps.ts';
import type { Databases } from './databases.ts';
import { aSweep } from './sample-sweep.ts';
import { aUid } from './samples.ts';

export const sweepContract = ({ open }: Databases): void => {
  describe('sweeps', () => {
    it('gives a sweep back as it was stored, and shows people what they ask for', async () => {
      const store = await open();

      const outcome = await insertSweep(store, aSweep());

      expect(outcome).toEqual({ state: 'inserted' });
      expect(await readSweep(store, aSweep().uid)).toEqual(aSweep());
      expect(await store.db.collection('sweeps').findOne({ name: 'paper' })).toMatchObject({
        v: 3,
        trials: 4,
        splits: 10,
        rankBy: 'accuracy',
        engine: 'wasm',
      });
      expect(await readSweep(store, aUid('nobody'))).toBeNull();
    });

    it('lets one of ten have the name, and tells the others whose it is', async () => {
      const store = await open();
      const sweeps = Array.from({ length: 10 }, (_, n) => aSweep({ uid: aUid(`uid${n}`), startedAt: n }));

      const outcomes = await Promise.all(sweeps.map(async (sweep) => await insertSweep(store, sweep)));

      const winner = outcomes.findIndex(({ state }) => state === 'inserted');
      expect(outcomes.filter(({ state }) => state === 'inserted')).toHaveLength(1);
      for (const outcome of outcomes.toSpliced(winner, 1))
        expect(outcome).toEqual({ state: 'taken', sweep: sweeps[winner] });
      expect(await store.db.collection('sweeps').find().toArray()).toHaveLength(1);
    });

    it('finds its own name again after a kill between the answer and its reader', async () => {
      const store = await open();
      await insertSweep(store, aSweep());

      const outcome = await insertSweep(store, aSweep());

      expect(outcome).toEqual({ state: 'inserted' });
    });

    it('finds sweeps by the beginning of their names, a whole name alone', async () => {
      const store = await open();
      for (const [n, name] of ['paper-topic', 'tour', 'paper'].entries())
        await insertSweep(store, aSweep({ uid: aUid(`uid${n}`), name, startedAt: 10 - n }));

      const names = async (prefix: string) => (await findSweeps(store, prefix)).map(({ name }) => name);

      expect(await names('pap')).toEqual(['paper', 'paper-topic']);
      expect(await findSweeps(store, 'paper')).toEqual([{ name: 'paper', uid: 'uid2' }]);
      expect(await names('nothing')).toEqual([]);
      expect((await listSweeps(store)).map(({ name }) => name)).toEqual(['paper', 'tour', 'paper-topic']);
    });
  });

  describe('requests', () => {
    it('numbers what is asked at the same moment', async () => {
      const store = await open();
      const uid = aUid('s1');

      const inserted = await Promise.all(
        Array.from({ length: 12 }, async (_, at) => await insertRequest(store, uid, at === 0 ? 'start' : 'pause', at)),
      );

      const read = await readRequests(store, uid, 1);
      expect(read.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(read).toEqual(inserted.toSorted((a, b) => a.n - b.n));
    });

    it('reads those from a number on, of that sweep alone', async () => {
      const store = await open();
      for (const kind of ['start', 'pause', 'resume'] as const) await insertRequest(store, aUid('s1'), kind, 5);
      await insertRequest(store, aUid('s2'), 'stop', 6);

      const read = await readRequests(store, aUid('s1'), 2);

      expect(read).toEqual([
        { n: 2, kind: 'pause', at: 5 },
        { n: 3, kind: 'resume', at: 5 },
      ]);
      expect(await readRequests(store, aUid('s1'), 4)).toEqual([]);
    });
  });
};
