import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { createPlanReader } from '../../activities/plan.ts';
import type { SweepUid } from '../../core/messages.ts';
import { closeStore, openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/open-store.ts';
import { insertSweep } from '../../store/sweeps.ts';
import { aSweep } from '../store/contract/sample-sweep.ts';
import { databaseNamed } from '../sweeps/test-home.ts';

const minute = 60_000;

describe('a sweep that the store does not have', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(databaseNamed(inject('mongodbUri'), `sweep-test-absence-${process.pid}`));
  });
  afterAll(async () => {
    await store.db.dropDatabase();
    await closeStore(store);
  });

  /** A reader with a clock of its own, and how its next look ends. */
  const createReader = (uid: string, edition = 0, from = store) => {
    let at = 0;
    const read = createPlanReader(from, () => at);
    const look = async (after: number): Promise<'there' | 'again' | ApplicationFailure> => {
      at += after;
      try {
        await read(uid as SweepUid, edition);
        return 'there';
      } catch (error) {
        return error instanceof ApplicationFailure && error.nonRetryable === true ? error : 'again';
      }
    };
    const looks = async (count: number, after: number) => {
      const ends = [];
      for (let n = 0; n < count; n++) ends.push(await look(after));
      return ends;
    };
    return { look, looks };
  };

  it('is asked for again for five minutes; then its workflow is given up, with its uid and the way back', async () => {
    const { look, looks } = createReader('lost1');

    expect(new Set(await looks(10, minute / 2))).toEqual(new Set(['again']));
    const given = await look(minute);

    expect(String(given)).toMatch(/sweep lost1 is not in this store, whose database answered so for 6 minutes/);
    expect(String(given)).toContain('sweep restore, then sweep resume');
    expect(await look(0)).toBeInstanceOf(ApplicationFailure); // the other activities of its workflow wait no longer
  });

  it('is not given up for few answers, however long they took', async () => {
    expect(new Set(await createReader('lost2').looks(4, 60 * minute))).toEqual(new Set(['again']));
  });

  it('is there as soon as the database was put right, and has the same patience ever after', async () => {
    const { look, looks } = createReader('back1');
    await looks(10, minute / 2);
    await insertSweep(store, aSweep({ uid: 'back1' as SweepUid, name: 'back' }));

    expect(await look(minute)).toBe('there');
  });

  it('is waited for while the database does not answer, and counted anew after', async () => {
    let isAway = false;
    const db = new Proxy(store.db, {
      get: (of, name) => {
        if (isAway) throw new Error('connection refused');
        const value: unknown = Reflect.get(of, name);
        return typeof value === 'function' ? (value.bind(of) as unknown) : value;
      },
    });
    const { look, looks } = createReader('lost3', 0, { ...store, db });
    await looks(10, minute / 2);

    isAway = true;
    expect(new Set(await looks(20, minute))).toEqual(new Set(['again']));
    isAway = false;

    expect(new Set(await looks(10, minute / 2))).toEqual(new Set(['again']));
    expect(await look(minute)).toBeInstanceOf(ApplicationFailure);
  });

  it('is waited for in a database that lacks the id of this store: it is being filled, or another one', async () => {
    const other = { ...store, id: 'other' };

    expect(new Set(await createReader('lost4', 0, other).looks(30, minute))).toEqual(new Set(['again']));
  });

  it('in that edition is given up in its own words: the sweep is there', async () => {
    await insertSweep(store, aSweep({ uid: 'set1' as SweepUid, name: 'set' }));
    const { look, looks } = createReader('set1', 2);
    await looks(10, minute / 2);

    expect(String(await look(minute))).toMatch(
      /edition 2 of sweep set1 is not .* goes on with the edition that is there/,
    );
  });
});
