import { describe, expect, it } from 'vitest';
import {
  endAttempt,
  insertAttempt,
  readAttempts,
  readLatestAttempts,
  readSweepAttempts,
} from '../../../store/attempts.ts';
import { claim, release } from '../../../store/claims.ts';
import type { AttemptEnd } from '../../../store/documents.ts';
import { embeddingFailureId, foldFailureId, insertFailure, readFailure } from '../../../store/failures.ts';
import { databaseNow, readWorkers, removeWorker, replaceWorker } from '../../../store/workers.ts';
import type { Databases } from './databases.ts';
import { aFoldKey, anAttempt, anEmbeddingKey, aRunKey, aTrialHash, aUid, aWorker } from './samples.ts';

const s1 = aUid('s1');
const s2 = aUid('s2');
const living = async (): Promise<boolean> => false;
const gone = async (): Promise<boolean> => true;

const anEnd: AttemptEnd = {
  outcome: 'died',
  ownDeath: true,
  outOfMemory: false,
  cause: 'SIGSEGV',
  step: 40,
  again: [aFoldKey(1)],
  seconds: 1.5,
  endedAt: 1_700_000_000_500,
};

export const lifeContract = ({ open }: Databases): void => {
  describe('failures of a machine', () => {
    it('are of one sweep, trial, split and retry, the first one stands', async () => {
      const store = await open();
      const id = foldFailureId(s1, aTrialHash(1), 2, 0);
      const outcomes = [
        await insertFailure(store, id, { code: 'CRASHED', message: 'first' }),
        await insertFailure(store, id, { code: 'CRASHED', message: 'second' }),
      ];

      const read = await readFailure(store, id);

      expect(outcomes).toEqual(['inserted', 'exists']);
      expect(read).toEqual({ code: 'CRASHED', message: 'first' });
      expect(await readFailure(store, foldFailureId(s1, aTrialHash(1), 2, 1))).toBeNull();
      expect(await readFailure(store, embeddingFailureId(s1, anEmbeddingKey(1), 0))).toBeNull();
      expect(await store.db.collection('failures').findOne({ sweep: 's1' })).toMatchObject({ _id: id });
    });
  });

  describe('claims', () => {
    it('lets one of two owners train', async () => {
      const store = await open();

      const outcomes = await Promise.all([
        claim(store, 'k', { worker: 'w1', owner: 's1', isGone: living }),
        claim(store, 'k', { worker: 'w2', owner: 's2', isGone: living }),
      ]);

      expect(outcomes.toSorted()).toEqual(['claimed', 'held']);
    });

    it("replaces one's own claim, and that of a worker that is gone", async () => {
      const store = await open();
      await claim(store, 'k', { worker: 'w1', owner: 's1', isGone: living });

      const outcomes = [
        await claim(store, 'k', { worker: 'w2', owner: 's1', isGone: living }),
        await claim(store, 'k', { worker: 'w3', owner: 's2', isGone: living }),
        await claim(store, 'k', { worker: 'w3', owner: 's2', isGone: gone }),
        await claim(store, 'k', { worker: 'w2', owner: 's1', isGone: living }),
      ];

      expect(outcomes).toEqual(['claimed', 'held', 'claimed', 'held']);
    });

    it('asks about the worker whose claim is in the way', async () => {
      const store = await open();
      await claim(store, 'k', { worker: 'w1', owner: 's1', isGone: living });
      const asked: string[] = [];
      const isGone = async (worker: string): Promise<boolean> => asked.push(worker) < 0;

      await claim(store, 'k', { worker: 'w2', owner: 's2', isGone });

      expect(asked).toEqual(['w1']);
    });

    it('gives back only its own', async () => {
      const store = await open();
      await claim(store, 'k', { worker: 'w1', owner: 's1', isGone: living });

      await release(store, 'k', 'w2');
      expect(await claim(store, 'k', { worker: 'w2', owner: 's2', isGone: living })).toBe('held');
      await release(store, 'k', 'w1');

      expect(await claim(store, 'k', { worker: 'w2', owner: 's2', isGone: living })).toBe('claimed');
    });

    it('leaves one claim when many take over from a worker that is gone', async () => {
      const store = await open();
      await claim(store, 'k', { worker: 'dead', owner: 's1', isGone: living });
      const isGone = async (worker: string): Promise<boolean> => worker === 'dead';

      const outcomes = await Promise.all(
        Array.from({ length: 8 }, async (_, n) => await claim(store, 'k', { worker: `w${n}`, owner: `t${n}`, isGone })),
      );

      expect(outcomes).toContain('claimed');
      expect(await store.db.collection('claims').find().toArray()).toHaveLength(1);
    });
  });

  describe('workers', () => {
    it('are live for 15 s by the clock of the database', async () => {
      const store = await open();
      const now = await databaseNow(store);
      const seen = { fresh: now, lately: now - 10_000, gone: now - 20_000, ahead: now + 60_000 };
      for (const [id, seenAt] of Object.entries(seen)) await replaceWorker(store, aWorker({ id, seenAt }));

      const { live, now: read } = await readWorkers(store);

      expect(live).toEqual([aWorker({ id: 'fresh', seenAt: now }), aWorker({ id: 'lately', seenAt: now - 10_000 })]);
      expect(read).toBeGreaterThanOrEqual(now);
    });

    it('replace what they said, say nothing that is no number, and can leave', async () => {
      const store = await open();
      const seenAt = await databaseNow(store);
      const [slot] = aWorker({}).slots;
      if (slot === undefined) throw new Error('the sample has a slot');
      await replaceWorker(store, aWorker({ seenAt }));
      await replaceWorker(store, aWorker({ seenAt, slots: [{ ...slot, loss: NaN }] }));
      expect((await readWorkers(store)).live).toEqual([aWorker({ seenAt, slots: [{ ...slot, loss: null }] })]);

      await removeWorker(store, 'w1');

      expect((await readWorkers(store)).live).toEqual([]);
    });

    it('are forgotten after a day', async () => {
      const store = await open();
      const now = await databaseNow(store);
      await replaceWorker(store, aWorker({ id: 'old', seenAt: now - 25 * 3600 * 1000 }));
      await replaceWorker(store, aWorker({ id: 'gone', seenAt: now - 3600 * 1000 }));

      await readWorkers(store);

      const left = await store.db.collection('workers').find().toArray();
      expect(left.map(({ _id }) => String(_id))).toEqual(['gone']);
    });
  });

  describe('attempts', () => {
    it('are numbered per sweep and key, also when two start at once', async () => {
      const store = await open();

      const ids = await Promise.all(
        ['w1', 'w2', 'w3'].map(async (worker) => await insertAttempt(store, anAttempt({ worker }))),
      );
      await insertAttempt(store, anAttempt({ sweep: s2 }));
      await insertAttempt(store, anAttempt({ key: aRunKey(2) }));

      expect(ids.toSorted()).toEqual([1, 2, 3].map((n) => `s1:${aRunKey(1)}:${n}`));
      const records = await readAttempts(store, s1, aRunKey(1));
      expect(records.map(({ attempt }) => attempt.worker).toSorted()).toEqual(['w1', 'w2', 'w3']);
      expect(records.every(({ end }) => end === null)).toBe(true);
      expect(await readAttempts(store, s2, aRunKey(2))).toEqual([]);
    });

    it('are recorded once, however often a worker that does not know tries', async () => {
      const store = await open();

      const ids = [await insertAttempt(store, anAttempt()), await insertAttempt(store, anAttempt())];

      expect(ids[1]).toBe(ids[0]);
      expect(await readAttempts(store, s1, aRunKey(1))).toHaveLength(1);
    });

    it('end once, in a document of their own', async () => {
      const store = await open();
      const first = await insertAttempt(store, anAttempt());
      await insertAttempt(store, anAttempt({ startedAt: anAttempt().startedAt + 1 }));

      const outcomes = [
        await endAttempt(store, first, anEnd),
        await endAttempt(store, first, { ...anEnd, outcome: 'trained' }),
      ];

      expect(outcomes).toEqual(['inserted', 'exists']);
      const expected = [
        { attempt: anAttempt(), end: anEnd },
        { attempt: anAttempt({ startedAt: anAttempt().startedAt + 1 }), end: null },
      ];
      expect(await readAttempts(store, s1, aRunKey(1))).toEqual(expected);
      expect(await readSweepAttempts(store, s1)).toEqual(expected);
      expect(await readSweepAttempts(store, s2)).toEqual([]);
    });

    it('are read latest first to go, without their folds, and their ends once', async () => {
      const store = await open();
      const from = anAttempt().startedAt;
      for (const late of [0, 1, 2]) {
        const id = await insertAttempt(store, anAttempt({ startedAt: from + late }));
        if (late === 1) await endAttempt(store, id, anEnd);
      }
      const { folds: _folds, ...bare } = anAttempt();
      const ends = new Map();

      const found = await readLatestAttempts(store, s1, 2, ends);

      expect(found).toEqual({
        total: 3,
        latest: [
          { attempt: { ...bare, startedAt: from + 1 }, end: anEnd },
          { attempt: { ...bare, startedAt: from + 2 }, end: null },
        ],
      });
      expect([...ends.values()]).toEqual([anEnd]);
    });
  });
};
