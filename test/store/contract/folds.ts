import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../core/canonical.ts';
import { insertFold, readFold, readFoldHead, readFoldHeads } from '../../../store/folds.ts';
import { encodeInnards } from '../../../store/fold-innards.ts';
import { readMismatches } from '../../../store/mismatches.ts';
import type { Databases } from './databases.ts';
import { aDivergedFold, aFinder, aFold, aFoldKey, aUid } from './samples.ts';

/** Doubles at the edges of what there is, and some in between that need all 17 digits. */
const awkward = [
  5e-324,
  2.225073858507201e-308,
  2.2250738585072014e-308,
  1.7976931348623157e308,
  -1.7976931348623157e308,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  1e21,
  123456789012345680000,
  0.1,
  1 / 3,
  1e-7,
  4.35,
  1.1 * 1.1,
  1,
  -1,
  100,
  1e300 / 3,
  0.30000000000000004,
  1 - 2 ** -52,
  2 ** -52,
];

export const foldContract = ({ open }: Databases): void => {
  describe('folds', () => {
    it('gives a fold back to the bit', async () => {
      const store = await open();
      const fold = aFold({ f1ByClass: awkward, curves: { ...aFold().curves, loss: awkward } });

      const outcome = await insertFold(store, aFoldKey(1), fold, aFinder);

      expect(outcome).toBe('inserted');
      expect(await readFold(store, aFoldKey(1))).toStrictEqual(fold);
    });

    it('keeps -0 as 0, so that it is the same on every server', async () => {
      const store = await open();
      const negative = aFold({ scores: { ...aFold().scores, mcc: -0 }, f1ByClass: [-0] });
      await insertFold(store, aFoldKey(1), negative, aFinder);

      const head = await readFoldHead(store, aFoldKey(1));

      expect(head).toMatchObject({ f1ByClass: [0], scores: { mcc: 0 } });
      expect(await insertFold(store, aFoldKey(1), negative, aFinder)).toBe('equal');
    });

    it('refuses a score that is no number', async () => {
      const store = await open();
      const fold = aFold({ scores: { ...aFold().scores, logLoss: Infinity } });

      const insert = insertFold(store, aFoldKey(1), fold, aFinder);

      await expect(insert).rejects.toThrow(RangeError);
    });

    it('keeps the first of two different results and records the second once', async () => {
      const store = await open();
      await insertFold(store, aFoldKey(1), aFold({ cost: 1 }), aFinder);

      const outcomes = [
        await insertFold(store, aFoldKey(1), aFold({ cost: 2 }), aFinder),
        await insertFold(store, aFoldKey(1), aFold({ cost: 2 }), aFinder),
      ];

      expect(outcomes).toEqual(['mismatch', 'mismatch']);
      expect(await readFold(store, aFoldKey(1))).toStrictEqual(aFold({ cost: 1 }));
      expect(await readMismatches(store)).toMatchObject([{ key: aFoldKey(1), sweep: 's1', worker: 'w1' }]);
      expect(await readMismatches(store, aUid('s1'))).toHaveLength(1);
      expect(await readMismatches(store, aUid('s2'))).toHaveLength(0);
    });

    it('sees a difference in the bulk alone', async () => {
      const store = await open();
      const other = aFold();
      other.predictions.probabilities[4] = 0.123;
      await insertFold(store, aFoldKey(1), aFold(), aFinder);

      const outcome = await insertFold(store, aFoldKey(1), other, aFinder);

      expect(outcome).toBe('mismatch');
    });

    it('tells one of twenty equal ones that it was first', async () => {
      const store = await open();

      const outcomes = await Promise.all(
        Array.from({ length: 20 }, async () => await insertFold(store, aFoldKey(1), aFold(), aFinder)),
      );

      expect(outcomes.toSorted()).toEqual([...Array.from({ length: 19 }, () => 'equal'), 'inserted']);
    });

    it('holds together whichever of two different ones wins', async () => {
      const store = await open();
      const folds = [aFold({ rows: 5 }), aFold({ rows: 9 })];

      const outcomes = await Promise.all(
        folds.map(async (fold) => await insertFold(store, aFoldKey(1), fold, aFinder)),
      );

      expect(outcomes.toSorted()).toEqual(['inserted', 'mismatch']);
      expect(await readFold(store, aFoldKey(1))).toStrictEqual(folds[outcomes.indexOf('inserted')]);
    });

    it('is not led astray by the bulk of another result that died before its head', async () => {
      const store = await open();
      const other = encodeInnards(aFold({ rows: 9 }));
      await insertFold(store, aFoldKey(2), aFold({ rows: 9 }), aFinder);
      const { _id } = (await store.db.collection<{ _id: string }>('innards').findOne({})) ?? { _id: '' };
      await store.db
        .collection<{ _id: string; v: number; bytes: Uint8Array }>('innards')
        .insertOne({ _id: _id.replace(aFoldKey(2), aFoldKey(1)), v: 1, bytes: other });

      const outcome = await insertFold(store, aFoldKey(1), aFold(), aFinder);

      expect(outcome).toBe('inserted');
      expect(await readFold(store, aFoldKey(1))).toStrictEqual(aFold());
    });

    it('keeps predictions that fill several documents', async () => {
      const store = await open();
      const large = aFold({ rows: 600_000 });

      await insertFold(store, aFoldKey(1), large, aFinder);

      const read = await readFold(store, aFoldKey(1));
      expect(read?.state === 'scored' && digestOf([...read.predictions.probabilities.subarray(-999)])).toBe(
        digestOf([...large.predictions.probabilities.subarray(-999)]),
      );
      expect(await store.db.collection('innards').find({}).project({ _id: 1 }).toArray()).toHaveLength(3);
    });

    it('names the fold whose bulk is damaged', async () => {
      const store = await open();
      await insertFold(store, aFoldKey(1), aFold(), aFinder);
      await store.db.collection('innards').deleteMany({});

      const read = readFold(store, aFoldKey(1));

      await expect(read).rejects.toThrow(`fold ${aFoldKey(1)}: its curves and predictions`);
      expect(await readFoldHead(store, aFoldKey(1))).toMatchObject({ state: 'scored' });
    });

    it('stores a diverged fold like a score', async () => {
      const store = await open();

      const outcomes = [
        await insertFold(store, aFoldKey(1), aDivergedFold, aFinder),
        await insertFold(store, aFoldKey(1), aDivergedFold, aFinder),
        await insertFold(store, aFoldKey(1), aFold(), aFinder),
      ];

      expect(outcomes).toEqual(['inserted', 'equal', 'mismatch']);
      expect(await readFold(store, aFoldKey(1))).toEqual(aDivergedFold);
      expect(await readFoldHead(store, aFoldKey(1))).toEqual(aDivergedFold);
    });

    it('reads heads in the order asked for, null where there is none', async () => {
      const store = await open();
      const { scores, f1ByClass } = aFold();
      for (let n = 0; n < 40; n += 2) await insertFold(store, aFoldKey(n), aFold({ cost: n }), aFinder);

      const heads = await readFoldHeads(
        store,
        Array.from({ length: 40 }, (_, n) => aFoldKey(n)),
      );

      expect(heads).toEqual(
        Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? { state: 'scored', scores, f1ByClass, cost: n } : null)),
      );
    });
  });
};
