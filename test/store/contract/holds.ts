import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../core/canonical.ts';
import { getBlob, putBlobFor } from '../../../store/blobs.ts';
import { beginFreeing, endFreeing, mayFree } from '../../../store/freeing.ts';
import { holding, readHolds } from '../../../store/holds.ts';
import type { Store } from '../../../store/open-store.ts';
import { forgetSweep, hasSweep, insertSweep, listNames } from '../../../store/sweeps.ts';
import type { Databases } from './databases.ts';
import { aSweep } from './sample-sweep.ts';

const held = { kind: 'sweep', sweep: aSweep() } as const;
const setHolds = async (store: Store, change: object): Promise<void> =>
  void (await store.db.collection('holds').updateMany({}, { $set: change }));

export const holdContract = ({ open }: Databases): void => {
  describe('holds', () => {
    it('stand while the work is done, and name what it leads to', async () => {
      const store = await open();

      const during = await holding(store, held, () => readHolds(store));

      expect([...during.values()]).toEqual([held]);
      expect([...(await readHolds(store))]).toEqual([]);
    });

    it('go when the work fails', async () => {
      const store = await open();

      const failing = holding(store, held, () => Promise.reject(new Error('no')));

      await expect(failing).rejects.toThrow('no');
      expect([...(await readHolds(store))]).toEqual([]);
    });

    it('let the work be done again where they were taken for nobody’s meanwhile', async () => {
      const store = await open();
      let times = 0;

      await holding(store, held, async () => {
        if (++times > 1) return;
        await setHolds(store, { at: Date.now() - 2 * 3600_000 });
        expect([...(await readHolds(store))]).toEqual([]);
      });

      expect(times).toBe(2);
    });

    it('wait until whoever deletes has ended, and are seen by the next one', async () => {
      const store = await open();
      const said: string[] = [];
      const freeing = await beginFreeing(store);

      const work = holding(store, held, async () => {
        said.push('work');
        await sleep(300);
      });
      await sleep(300);
      said.push('end');
      await endFreeing(store, freeing);
      await sleep(150);
      const next = await beginFreeing(store);
      const seen = await readHolds(store);
      await endFreeing(store, next);
      await work;

      expect(said).toEqual(['end', 'work']);
      expect([...seen.values()]).toEqual([held]);
    });

    it('hold bytes until something leads to them', async () => {
      const store = await open();
      const bytes = Buffer.from('vectors');

      const seen = await putBlobFor(store, bytes, async (digest) => [digest, ...(await readHolds(store)).values()]);

      expect(seen.slice(1)).toEqual([{ kind: 'blobs', digests: [seen[0]] }]);
      expect(Buffer.from(await getBlob(store, seen[0] as never)).toString()).toBe('vectors');
    });
  });

  describe('the right to delete', () => {
    it('is one’s at a time, and over after two seconds', async () => {
      const store = await open();
      const first = await beginFreeing(store);
      let second = 'waits';
      const waiting = beginFreeing(store).then((freeing) => {
        second = 'has it';
        return freeing;
      });
      await sleep(2_100);

      expect(first.isOver()).toBe(true);
      expect(await mayFree(store, first)).toBe(false);
      expect(second).toBe('waits');
      await endFreeing(store, first);
      const next = await waiting;
      expect(await mayFree(store, next)).toBe(true);
      await endFreeing(store, next);
    });

    it('of yesterday is nobody’s: who was killed leaves nobody waiting', async () => {
      const store = await open();
      const killed = await beginFreeing(store);
      await store.db.collection('meta').updateOne({ by: killed.by }, { $set: { at: Date.now() - 24 * 3600_000 } });

      await holding(store, held, () => Promise.resolve());

      expect(await mayFree(store, killed)).toBe(false);
    });
  });

  describe('a sweep that is forgotten', () => {
    it('has neither name nor document, and leaves the name to another', async () => {
      const store = await open();
      await insertSweep(store, aSweep());
      await forgetSweep(store, aSweep());
      expect(await hasSweep(store, aSweep().uid)).toBe(false);
      const other = aSweep({ uid: 'other123' as never, gridDigest: digestOf('other') });

      const outcome = await insertSweep(store, other);

      expect(outcome).toEqual({ state: 'inserted' });
      await forgetSweep(store, aSweep()); // of the old one: the name is another's now
      expect(await listNames(store)).toEqual([{ name: 'paper', uid: 'other123' }]);
    });
  });
};
