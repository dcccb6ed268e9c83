import { afterEach, describe, expect, it } from 'vitest';
import { insertOnce } from '../../../store/insert-once.ts';
import { closeStore, openStore } from '../../../store/open-store.ts';
import type { Store } from '../../../store/open-store.ts';
import { collection, findById } from '../../../store/stored.ts';
import type { Databases } from './databases.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import type { Cut, CuttingProxy } from './cutting-proxy.ts';

type Thing = { readonly by: number };

export const insertContract = ({ newUri, open, openAt }: Databases): void => {
  describe('inserting once', () => {
    let through: { readonly proxy: CuttingProxy; readonly store: Store } | null = null;
    afterEach(async () => {
      if (through === null) return;
      await closeStore(through.store);
      await through.proxy.close();
      through = null;
    });

    const throughProxy = async () => {
      const direct = newUri();
      const proxy = await startCuttingProxy(direct);
      through = { proxy, store: await openStore(proxy.uri) };
      const things = collection<Thing>(through.store, 'things');
      await insertOnce(things, { _id: 'warm', v: 1, by: 0 });
      return { proxy, things, direct: collection<Thing>(await openAt(direct), 'things') };
    };

    it('lets exactly one of fifty win', async () => {
      const things = collection<Thing>(await open(), 'things');
      const fifty = Array.from({ length: 50 }, (_, by) => by);

      const outcomes = await Promise.all(
        fifty.map(async (by) => await insertOnce(things, { _id: 'one', v: 1 as const, by })),
      );

      expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1);
      expect((await findById(things, 'one'))?.by).toBe(outcomes.indexOf('inserted'));
    });

    it.each<Cut>(['request', 'reply'])('is told inserted once when the connection is cut at the %s', async (cut) => {
      const { proxy: cutting, things, direct } = await throughProxy();
      cutting.cutNext(cut);

      const outcome = await insertOnce(things, { _id: 'cut', v: 1, by: 7 });

      expect(outcome).toBe('inserted');
      expect(await findById(direct, 'cut')).toEqual({ _id: 'cut', v: 1, by: 7 });
      expect(await insertOnce(things, { _id: 'cut', v: 1, by: 7 })).toBe('exists');
    });

    it("does not take another's document for its own when the connection is cut", async () => {
      const { proxy: cutting, things, direct } = await throughProxy();
      await insertOnce(direct, { _id: 'cut', v: 1, by: 1 });
      cutting.cutNext('reply');

      const outcome = await insertOnce(things, { _id: 'cut', v: 1, by: 2 });

      expect(outcome).toBe('exists');
      expect((await findById(direct, 'cut'))?.by).toBe(1);
    });

    it('refuses NaN before it reaches the server, and the connection lives on', async () => {
      const things = collection<Thing>(await open(), 'things');

      const insert = insertOnce(things, { _id: 'nan', v: 1, by: NaN });

      await expect(insert).rejects.toThrow(new RangeError('document.by: NaN cannot be stored'));
      expect(await insertOnce(things, { _id: 'nan', v: 1, by: 1 })).toBe('inserted');
    });
  });
};
