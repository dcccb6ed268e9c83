import { describe, expect, it } from 'vitest';

import { insertAmendment, readAmendment, readEdition } from '../../../store/amendments.ts';
import type { Amendment } from '../../../store/documents.ts';
import { insertRequest, readRequests } from '../../../store/requests.ts';
import { insertSweep, listSweeps, readSweep } from '../../../store/sweeps.ts';
import { digestOf } from '../../../core/canonical.ts';
import { aGrid } from '../../core/grids.ts';
import type { Databases } from './databases.ts';
import { aSweep } from './sample-sweep.ts';

const { uid } = aSweep();

const amendmentOf = (units: readonly number[], reason: string | null = null): Amendment => ({
  grid: aGrid([{ path: 'model.units', values: units }], { name: 'paper', split: aSweep().grid.split }),
  gridFile: `/grids/${units.length}.yaml`,
  gridDigest: digestOf(units),
  files: aSweep().files,
  prepared: { ...aSweep().prepared, caveats: [] },
  reason,
});

export const amendmentContract = ({ open }: Databases): void => {
  describe('amendments', () => {
    it('gives a sweep as of each of its editions, and as it is now', async () => {
      const store = await open();
      await insertSweep(store, aSweep());
      await insertRequest(store, uid, 'start', 1);
      await insertAmendment(store, uid, amendmentOf([16, 32, 64], 'larger'), 2);
      await insertRequest(store, uid, 'pause', 3);
      await insertAmendment(store, uid, amendmentOf([16]), 4);

      const editions = await Promise.all([0, 1, 2, 3].map(async (edition) => await readSweep(store, uid, edition)));

      const { reason: _reason, ...first } = amendmentOf([16, 32, 64]);
      const { reason: _none, ...second } = amendmentOf([16]);
      const present = { ...aSweep(), ...second, edition: 2 };
      expect(editions).toEqual([aSweep(), { ...aSweep(), ...first, edition: 1 }, present, null]);
      expect(await readSweep(store, uid)).toEqual(present);
      expect(await listSweeps(store)).toEqual([present]);
      expect(await readEdition(store, uid)).toBe(2);
      expect(await readAmendment(store, uid, 1)).toMatchObject({ edition: 1, at: 2, reason: 'larger' });
    });

    it('are requests among the others, without their bulk for those who ask what was asked', async () => {
      const store = await open();
      await insertRequest(store, uid, 'start', 1);
      await insertAmendment(store, uid, amendmentOf([16, 32], 'why'), 2);

      const requests = await readRequests(store, uid, 1);

      expect(requests).toEqual([
        { n: 1, kind: 'start', at: 1 },
        { n: 2, kind: 'amend', at: 2 },
      ]);
      expect(await store.db.collection('requests').findOne({ kind: 'amend' })).toMatchObject({
        reason: 'why',
        trials: 2,
        gridFile: '/grids/2.yaml',
      });
    });

    it('that come at once get numbers without gaps, and the last number is the present grid', async () => {
      const store = await open();
      await insertSweep(store, aSweep());
      const sizes = Array.from({ length: 8 }, (_, n) => Array.from({ length: n + 1 }, (__, at) => at + 1));

      const asked = await Promise.all(
        sizes.map(async (units) => await insertAmendment(store, uid, amendmentOf(units), units.length)),
      );

      expect(asked.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      const last = sizes[asked.findIndex(({ n }) => n === 8)] as readonly number[];
      expect((await readSweep(store, uid))?.gridDigest).toBe(digestOf(last));
    });
  });
};
