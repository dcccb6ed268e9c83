import { describe, expect, it } from 'vitest';
import type { SweepError } from '../../../core/errors.ts';
import { openStore } from '../../../store/open-store.ts';
import { databaseNow } from '../../../store/workers.ts';
import type { Databases } from './databases.ts';

export const openingContract = ({ newUri, openAt }: Databases): void => {
  describe('opening', () => {
    it('draws one id per database, however many open it at the same moment', async () => {
      const uri = newUri();

      const stores = await Promise.all(Array.from({ length: 8 }, async () => await openAt(uri)));

      expect(new Set(stores.map(({ id }) => id)).size).toBe(1);
      expect(stores[0]?.id).toMatch(/^[a-z0-9]{4,6}$/);
      expect((await openAt(uri)).id).toBe(stores[0]?.id);
    });

    it('says within seconds that nothing answers, without the password', async () => {
      const started = Date.now();

      const refused = await openStore('mongodb://me:s3cret@127.0.0.1:1/x').catch((error: unknown) => error);

      expect(Date.now() - started).toBeLessThan(10_000);
      expect(refused).toMatchObject({ code: 'SERVER_UNAVAILABLE' });
      expect((refused as SweepError).message).toContain('mongodb://me:***@127.0.0.1:1/x does not answer');
      expect(JSON.stringify(refused) + String(refused)).not.toContain('s3cret');
    });

    it('reads the time of the database', async () => {
      const store = await openAt(newUri());

      const now = await databaseNow(store);

      expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
    });
  });
};
