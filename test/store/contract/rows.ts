import { describe, expect, it } from 'vitest';
import { logRow } from '../../../store/row-log.ts';
import type { Store } from '../../../store/open-store.ts';
import { asRowDocument } from '../../../store/row-document.ts';
import {
  correctRowBook,
  createRowReader,
  insertRow,
  putRow,
  readRow,
  readRows,
  scanRows,
} from '../../../store/rows.ts';
import type { Databases } from './databases.ts';
import { aFailedRow, aRow, aTrialHash, aUid } from './samples.ts';

const uid = aUid('s1');

export const rowContract = ({ open }: Databases): void => {
  describe('rows', () => {
    it('gives rows back to the bit, by index, of one sweep alone', async () => {
      const store = await open();
      const rows = [aRow(2), aRow(0, 50, 8), aFailedRow(1, 'DIVERGED')];
      for (const row of rows) await insertRow(store, uid, row, 0);
      await insertRow(store, aUid('s2'), aRow(7), 0);

      const read = await readRows(store, uid, 0);

      expect(read).toStrictEqual([rows[1], rows[2], rows[0]]);
      expect(await readRow(store, uid, aTrialHash(0), 0)).toStrictEqual(rows[1]);
      expect(await readRow(store, uid, aTrialHash(7), 0)).toBeNull();
    });

    it('shows people the means as fields', async () => {
      const store = await open();
      await insertRow(store, uid, aRow(0), 0);

      const found = await store.db.collection('rows_s1').findOne({ 'means.accuracy': { $gt: 0.2 } });

      expect(found).toMatchObject({ v: 1, state: 'scored', name: 'units=0', index: 0, means: { rocAuc: null } });
    });

    it('inserts a row once', async () => {
      const store = await open();

      const outcomes = await Promise.all(
        Array.from({ length: 10 }, async () => await insertRow(store, uid, aRow(0), 0)),
      );

      expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1);
    });

    it('puts right what is missing or different, and says what it was', async () => {
      const store = await open();
      await insertRow(store, uid, aRow(0), 0);
      await insertRow(store, uid, aRow(1), 0);
      await store.db.collection<{ _id: string }>('rows_s1').updateOne({ _id: aTrialHash(1) }, { $set: { values: '' } });

      const outcomes = [
        await putRow(store, uid, aRow(0), 0),
        await putRow(store, uid, aRow(1), 0),
        await putRow(store, uid, aFailedRow(2, 'CRASHED'), 0),
        await putRow(store, uid, aFailedRow(2, 'CRASHED'), 0),
        await putRow(store, uid, { ...aRow(0), name: 'other' }, 0),
      ];

      expect(outcomes).toEqual(['same', 'corrected', 'made', 'same', 'renamed']);
      expect(await readRows(store, uid, 0)).toEqual([{ ...aRow(0), name: 'other' }, aRow(1), aFailedRow(2, 'CRASHED')]);
    });

    it("keeps a machine's failure to its retry, and a score beats it", async () => {
      const store = await open();
      await insertRow(store, uid, aFailedRow(0, 'CRASHED', 'first'), 0);
      await insertRow(store, uid, aFailedRow(1, 'CRASHED', 'first'), 0);
      expect(await readRow(store, uid, aTrialHash(0), 0)).toEqual(aFailedRow(0, 'CRASHED', 'first'));
      expect(await readRow(store, uid, aTrialHash(0), 1)).toBeNull();

      await insertRow(store, uid, aFailedRow(0, 'CRASHED', 'second'), 1);
      await insertRow(store, uid, aRow(1), 1);

      expect(await readRow(store, uid, aTrialHash(0), 1)).toEqual(aFailedRow(0, 'CRASHED', 'second'));
      expect(await readRow(store, uid, aTrialHash(1), 1)).toEqual(aRow(1));
      expect(await readRows(store, uid, 0)).toEqual([aFailedRow(0, 'CRASHED', 'first'), aRow(1)]);
      expect(await readRows(store, uid, 1)).toEqual([aFailedRow(0, 'CRASHED', 'second'), aRow(1)]);
      expect(await readRows(store, uid, 2)).toEqual([aRow(1)]);
    });

    it('keeps a diverged trial through every retry', async () => {
      const store = await open();
      await insertRow(store, uid, aFailedRow(0, 'DIVERGED'), 0);

      const read = await readRow(store, uid, aTrialHash(0), 3);

      expect(read).toEqual(aFailedRow(0, 'DIVERGED'));
      expect(await insertRow(store, uid, aFailedRow(0, 'DIVERGED'), 3)).toBe('exists');
    });

    it('reads more rows than one answer of the server holds', async () => {
      const store = await open();
      const rows = Array.from({ length: 300 }, (_, index) => aRow(index, 10, 8));
      await Promise.all(rows.map(async (row) => await insertRow(store, uid, row, 0)));

      const read = await readRows(store, uid, 0);

      expect(read).toEqual(rows);
    });

    it('tells somebody who watches of each row once it is there, without reading all of them again', async () => {
      const store = await open();
      const rows = Array.from({ length: 130 }, (_, index) => aRow(index));
      const insert = async (from: number, to: number): Promise<void> => {
        await Promise.all(rows.slice(from, to).map(async (row) => await insertRow(store, uid, row, 0)));
      };
      await insert(0, 30);
      const reader = createRowReader(store, uid);
      expect(await reader.read(0)).toEqual(rows.slice(0, 30));
      await store.db.collection<{ _id: string }>('rows_s1').deleteOne({ _id: aTrialHash(0) });

      await insert(30, 40);
      const few = await reader.read(0);
      await insert(40, 130);
      const many = await reader.read(0);

      expect(few).toEqual(rows.slice(0, 40)); // the first one too: it was not asked for again
      expect(many).toEqual(rows);
    });

    it('waits for a row that was announced before it came', async () => {
      const store = await open();
      await insertRow(store, uid, aRow(0), 0);
      const reader = createRowReader(store, uid);
      await reader.read(0);
      await logRow(store, uid, aTrialHash(1));
      expect(await reader.read(0)).toEqual([aRow(0)]);

      await insertRow(store, uid, aRow(1), 0);

      expect(await reader.read(0)).toEqual([aRow(0), aRow(1)]);
    });

    describe('many', () => {
      const rows = Array.from({ length: 320 }, (_, index) => aRow(index));
      /** A page at a time, so that the rows of one have come when the next is full. */
      const insertAll = async (store: Store): Promise<void> => {
        for (let at = 0; at < rows.length; at += 50)
          await Promise.all(rows.slice(at, at + 50).map(async (row) => await insertRow(store, uid, row, 0)));
      };
      const log = (store: Store) => store.db.collection<{ _id: string; rows?: string }>('rowlog_s1');

      it('are read from copies, a hundred at once, and alone where they are in none', async () => {
        const store = await open();
        await insertAll(store);
        const stored = store.db.collection<{ _id: string }>('rows_s1');
        for (let page = 0; page < 2; page++) expect(await log(store).findOne({ _id: `rows:${page}` })).not.toBeNull();
        await stored.deleteOne({ _id: aTrialHash(3) }); // nobody asks for it

        expect(await readRows(store, uid, 0)).toEqual(rows);
        expect(await scanRows(store, uid, 0)).toEqual(rows.filter(({ index }) => index !== 3));
      });

      it('are all read where copies are missing, or were made before a row had come', async () => {
        const store = await open();
        const late = aRow(500);
        await logRow(store, uid, aTrialHash(500));
        await insertAll(store);
        await log(store).deleteOne({ _id: 'rows:1' });
        expect(await readRows(store, uid, 0)).toEqual(rows);
        const reader = createRowReader(store, uid);
        await reader.read(0);

        await store.db.collection('rows_s1').insertOne(asRowDocument(late, 0) as never);

        expect(await reader.read(0)).toEqual([...rows, late]);
        expect(await readRows(store, uid, 0)).toEqual([...rows, late]);
      });

      it('are all read again once a log with gaps and wrong names was corrected', async () => {
        const store = await open();
        await insertAll(store);
        const rowlog = store.db.collection<{ _id: string; row: string }>('rowlog_s1');
        for (const n of ['1', '64', '150', '319']) await rowlog.deleteOne({ _id: n });
        await rowlog.updateOne({ _id: '200' }, { $set: { row: aTrialHash(9_999) } });

        const corrected = await correctRowBook(store, uid);

        expect(corrected).toBeGreaterThanOrEqual(4 + 4);
        expect(await readRows(store, uid, 0)).toEqual(rows);
        expect(await correctRowBook(store, uid)).toBe(0);
      });

      it('are read as they are after corrections', async () => {
        const store = await open();
        await insertAll(store);
        const better = { ...aRow(7), values: aRow(8).values };
        expect(await putRow(store, uid, better, 0)).toBe('corrected');

        expect(await correctRowBook(store, uid)).toBe(1);

        expect((await readRows(store, uid, 0))[7]).toEqual(better);
        expect(await correctRowBook(store, uid)).toBe(0);
        const whole = await log(store).findOne({ _id: 'rows:1' });
        const text = String(whole?.rows);
        const fewer = JSON.stringify((JSON.parse(text) as readonly unknown[]).slice(1));
        for (const damaged of [text.replace(/"values":"[^"]{24}/, `"values":"${'A'.repeat(24)}`), fewer, '[nul']) {
          await log(store).updateOne({ _id: 'rows:1' }, { $set: { rows: damaged } });
          expect(await correctRowBook(store, uid)).toBe(1);
          expect(await log(store).findOne({ _id: 'rows:1' })).toEqual(whole);
        }
        await log(store).deleteOne({ _id: 'rows:0' });
        expect(await correctRowBook(store, uid)).toBe(0); // who reads takes the rows themselves
      });
    });
  });
};
