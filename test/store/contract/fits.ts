import { describe, expect, it } from 'vitest';

import { digestOf } from '../../../core/canonical.ts';
import type { FitKey } from '../../../store/documents.ts';
import { insertFit, readFit, readFitScores } from '../../../store/fits.ts';
import type { FitResult } from '../../../store/fits.ts';
import { insertLook, readLooks } from '../../../store/looks.ts';
import type { Look } from '../../../store/looks.ts';
import { readMismatches } from '../../../store/mismatches.ts';
import type { Databases } from './databases.ts';
import { aFinder, aFold, aUid } from './samples.ts';

const aFitKey = (seed: number): FitKey => digestOf({ fit: seed }) as FitKey;
const rows = digestOf('test rows');

const aFit = (accuracy = 0.75): FitResult => {
  const { scores, f1ByClass, confusion, predictions } = aFold();
  const { probabilities } = predictions;
  return {
    state: 'fitted',
    model: digestOf('model'),
    curves: { loss: [1.0986122886681098, 0.7], accuracy: [0.5, 5 / 6] },
    cost: 1.25e13,
    test: { rows, scores: { ...scores, accuracy }, f1ByClass, confusion, probabilities },
  };
};

const aLook = (seed: number, more: Partial<Look> = {}): Look => ({
  rows,
  fit: aFitKey(seed),
  sweep: aUid('s1'),
  sweepName: 'one',
  id: 't3f9a',
  trial: 'units=8',
  at: 1_000 + seed,
  ...more,
});

export const fitContract = ({ open }: Databases): void => {
  describe('fits', () => {
    it.each<[string, FitResult]>([
      ['with test rows', aFit()],
      ['without', { ...aFit(), test: null } as FitResult],
      ['that diverged', { state: 'failed', code: 'DIVERGED', epoch: 3, message: 'The loss was NaN.' }],
    ])('come back to the bit: %s', async (_, result) => {
      const store = await open();

      expect(await readFit(store, aFitKey(1))).toBeNull();
      expect(await insertFit(store, aFitKey(1), result, aFinder)).toBe('inserted');
      expect(await insertFit(store, aFitKey(1), result, aFinder)).toBe('equal');
      expect(await readFit(store, aFitKey(1))).toEqual(result);
    });

    it('stand as they were stored first; another result is a mismatch', async () => {
      const store = await open();
      await insertFit(store, aFitKey(1), aFit(), aFinder);

      expect(await insertFit(store, aFitKey(1), aFit(0.8), aFinder)).toBe('mismatch');
      expect((await readFitScores(store, aFitKey(1)))?.scores.accuracy).toBe(0.75);
      expect((await readMismatches(store, aFinder.sweep)).map(({ key }) => key)).toEqual([aFitKey(1)]);
    });
  });

  describe('looks', () => {
    it('are counted once per fit, over all sweeps, in the order of their times', async () => {
      const store = await open();
      const second = aLook(1, { at: 2_000, sweep: aUid('s2'), sweepName: 'two' });
      const first = aLook(2, { at: 1_000 });
      await insertLook(store, second);
      await insertLook(store, first);
      await insertLook(store, aLook(3, { rows: digestOf('other rows') }));

      expect(await insertLook(store, { ...first, at: 9_000 })).toBe('exists');
      expect(await readLooks(store, rows)).toEqual([first, second]);
    });
  });
};
