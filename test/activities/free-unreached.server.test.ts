import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';

import { freeUnreached } from '../../activities/gc/free-unreached.ts';
import { createReachedNow } from '../../activities/gc/reached-now.ts';
import { reachOfEdition } from '../../activities/reach.ts';
import type { Digest } from '../../core/canonical.ts';
import type { FoldKey } from '../../core/results.ts';
import { insertAmendment } from '../../store/amendments.ts';
import { getBlob, hasBlob, putBlob, putBlobFor } from '../../store/blobs.ts';
import { loadCheckpoint, saveCheckpoint } from '../../store/checkpoints.ts';
import type { Sweep } from '../../store/documents.ts';
import { insertEmbedding } from '../../store/embeddings.ts';
import { insertFold, readFold, readFoldHead } from '../../store/folds.ts';
import { holding } from '../../store/holds.ts';
import type { Store } from '../../store/open-store.ts';
import { forgetSweep, insertSweep } from '../../store/sweeps.ts';
import { insertAttempt } from '../../store/attempts.ts';
import { databaseNow, replaceWorker } from '../../store/workers.ts';
import { createDatabases } from '../store/contract/databases.ts';
import { aFinder, aFold, anAttempt, aWorker } from '../store/contract/samples.ts';
import { runSweep, stockSweep } from './stocked-store.ts';

const free = async (store: Store, dryRun = false) =>
  (await freeUnreached(store, { dryRun, onProgress: () => undefined })).freed;

/** Everything in the store but what says who works on it. */
const contentsOf = async (store: Store): Promise<ReadonlyMap<string, readonly string[]>> => {
  const names = (await store.db.listCollections().toArray()).map(({ name }) => name).toSorted();
  const contents = new Map<string, readonly string[]>();
  for (const name of names) {
    if (['meta', 'holds'].includes(name)) continue;
    const ids = (await store.db.collection(name).find().toArray()).map(({ _id }) => String(_id)).toSorted();
    if (ids.length > 0) contents.set(name, ids);
  }
  return contents;
};

const foldsOf = (sweep: Sweep): readonly FoldKey[] =>
  [...reachOfEdition(sweep)].flatMap((reached) => (reached.kind === 'run' ? reached.folds : []));

const isWhole = async (store: Store, sweep: Sweep): Promise<void> => {
  for (const key of foldsOf(sweep)) expect(await readFold(store, key)).toMatchObject({ state: 'scored' });
  for (const reached of reachOfEdition(sweep)) if (reached.kind === 'blob') await getBlob(store, reached.digest);
};

for (const { name, uri } of inject('mongodbUris')) {
  describe(`what no sweep leads to, on ${name}`, () => {
    const { open } = createDatabases(uri);

    it('is nothing beside sweeps that are there, but what kills left of them', async () => {
      const store = await open();
      const paper = await stockSweep(store, 'paper', [8, 16]);
      await runSweep(store, paper);
      const before = await contentsOf(store);

      const freed = await free(store);

      const after = await contentsOf(store);
      expect(freed.map(({ collection }) => collection).toSorted()).toEqual([
        'checkpointChunks',
        'checkpoints',
        'claims',
      ]);
      expect(
        new Map([...after, ...[...before].filter(([each]) => freed.some((one) => one.collection === each))]),
      ).toEqual(before);
      await isWhole(store, paper);
    });

    it('is all that a forgotten sweep alone led to: a store after it is as if it had never been, but for its looks', async () => {
      const [never, store] = [await open(), await open()];
      for (const each of [never, store]) await runSweep(each, await stockSweep(each, 'paper', [8, 16]));
      await free(never);
      const other = await stockSweep(store, 'other', [16, 32]);
      await runSweep(store, other);
      await forgetSweep(store, other);

      const freed = await free(store);

      const { looks, ...rest } = Object.fromEntries(await contentsOf(store));
      expect(looks).toHaveLength(2);
      const { looks: _, ...expected } = Object.fromEntries(await contentsOf(never));
      expect(rest).toEqual(expected);
      for (const { bytes } of freed) expect(bytes).toBeGreaterThan(0);
    });

    it('is nothing of a cell that an amendment took out, nor of one that it added, while the sweep is there', async () => {
      const store = await open();
      const [before, after] = [await stockSweep(store, 'paper', [8, 16]), await stockSweep(store, 'paper', [16, 32])];
      await runSweep(store, before);
      await insertAmendment(store, before.uid, { ...after, reason: null }, 1);
      const added = foldsOf(after);
      for (const key of added) await insertFold(store, key, aFold(), aFinder);

      const freed = await free(store);

      expect(
        freed.filter(({ collection }) => ['folds', 'innards', 'blobs', 'embeddings'].includes(collection)),
      ).toEqual([]);
      for (const sweep of [before, after]) await isWhole(store, sweep);
      await forgetSweep(store, before);
      await free(store);
      expect([...(await contentsOf(store)).keys()]).toEqual(['looks']);
    });

    it('is said without being freed', async () => {
      const store = await open();
      const other = await stockSweep(store, 'other', [8]);
      await runSweep(store, other);
      await forgetSweep(store, other);
      const before = await contentsOf(store);

      const said = await free(store, true);

      expect(await contentsOf(store)).toEqual(before);
      const freed = await free(store);
      expect(said).toEqual(freed);
      expect([...(await contentsOf(store)).keys()]).toEqual(['looks']);
    });

    it('is not known while the document of a sweep is damaged: nothing is freed', async () => {
      const store = await open();
      const other = await stockSweep(store, 'other', [8]);
      await runSweep(store, other);
      await forgetSweep(store, other);
      await insertSweep(store, await stockSweep(store, 'paper', [8]));
      await store.db.collection('sweeps').updateOne({ name: 'paper' }, { $set: { grid: '{' } });
      const before = await contentsOf(store);

      await expect(free(store)).rejects.toMatchObject({ code: 'INVALID_DATA' });

      expect(await contentsOf(store)).toEqual(before);
    });

    it('is freed once by two at a time', async () => {
      const store = await open();
      const other = await stockSweep(store, 'other', [8]);
      await runSweep(store, other);
      await forgetSweep(store, other);

      await Promise.all([free(store), free(store)]);

      expect([...(await contentsOf(store)).keys()]).toEqual(['looks']);
    });

    it('is taken up again by a sweep that starts in the middle: nothing that it leads to is missing', async () => {
      for (const pause of [0, 900, 1000, 1100, 1300, 1600]) {
        const store = await open();
        const other = await stockSweep(store, 'other', [8, 16]);
        await runSweep(store, other);
        await forgetSweep(store, other);
        const next = { ...other, uid: 'nextx1' as never, name: 'next' };
        const corpus = await getBlob(store, other.prepared.corpora[0]?.digest as never);
        const blobs = [corpus, ...['lists of other', 'splits'].map((text) => Buffer.from(text.repeat(50)))];

        const freeing = free(store);
        await sleep(pause);
        await holding(store, { kind: 'sweep', sweep: next }, async () => {
          for (const bytes of blobs) await putBlob(store, bytes);
          return await insertSweep(store, next);
        });
        const known = (
          await Promise.all(foldsOf(next).map(async (key) => ({ key, head: await readFoldHead(store, key) })))
        ).flatMap(({ key, head }) => (head === null ? [] : [key]));
        await freeing;

        for (const { digest } of next.prepared.corpora) expect(await hasBlob(store, digest)).toBe(true);
        for (const digest of [next.prepared.splits, ...next.prepared.lists]) await getBlob(store, digest);
        for (const key of known) expect(await readFold(store, key)).toMatchObject({ state: 'scored' }); // as findMissing saw it
      }
    });

    it('is never the vectors that a worker stores just now, whose very bytes are being freed', async () => {
      const store = await open();
      const other = await stockSweep(store, 'other', [8]);
      await runSweep(store, other);
      await forgetSweep(store, other);
      const paper = await stockSweep(store, 'paper', [8]);
      await insertSweep(store, paper);
      const keys = [...reachOfEdition(paper)].flatMap((reached) => (reached.kind === 'embedding' ? [reached.key] : []));
      await store.db.collection('embeddings').deleteMany({});

      const freeing = free(store);
      for (const [at, key] of keys.entries()) {
        await sleep(450);
        const bytes = Buffer.from(`vectors of ${'abcdef'[at]}`.repeat(50));
        await putBlobFor(store, bytes, (blob) => insertEmbedding(store, key, { blob, words: 3, size: 4 }, aFinder));
      }
      await freeing;

      for (const { blob } of await store.db.collection('embeddings').find().toArray())
        await getBlob(store, blob as never);
      expect(await store.db.collection('embeddings').find().toArray()).toHaveLength(keys.length);
    });

    it('is no blob that a worker holds, nor one to which a document leads since, at the second look', async () => {
      const store = await open();
      const paper = await stockSweep(store, 'paper', [8]);
      await insertSweep(store, paper);
      const [key] = [...reachOfEdition(paper)].flatMap((each) => (each.kind === 'embedding' ? [each.key] : []));
      const reached = await createReachedNow(store, new Set());
      const bytes = Buffer.from('new vectors');
      const looks: boolean[] = [];
      const look = async (digest: Digest): Promise<void> => {
        await reached.lookAgain();
        await reached.readBlobs();
        looks.push(reached.hasBlob(digest));
      };

      const digest = await putBlobFor(store, bytes, async (blob) => {
        looks.push(reached.hasBlob(blob));
        await look(blob); // held
        await insertEmbedding(store, key as never, { blob, words: 3, size: 4 }, aFinder);
        return blob;
      });
      await look(digest); // led to

      expect(looks).toEqual([false, true, true]);
    });

    it('is no checkpoint of a run that goes on, but the pieces that its killed trainers left', async () => {
      const store = await open();
      const paper = await stockSweep(store, 'paper', [8]);
      await insertSweep(store, paper);
      const [run] = [...reachOfEdition(paper)].flatMap((reached) => (reached.kind === 'run' ? [reached] : []));
      const key = run?.key as never;
      const attempts = [];
      for (const worker of ['gone', 'lives'])
        attempts.push(await insertAttempt(store, anAttempt({ sweep: paper.uid, key, worker })));
      const [lost, now] = attempts as [string, string];
      await replaceWorker(store, aWorker({ id: 'lives', seenAt: await databaseNow(store) }));
      await saveCheckpoint(store, key, { attempt: now, step: 20, bytes: Buffer.from('twenty') });
      const chunks = store.db.collection<{ _id: string; v: number; bytes: Uint8Array }>('checkpointChunks');
      for (const [attempt, step] of [
        [lost, 10],
        [now, 30],
      ])
        // written before their pointers
        await chunks.insertOne({ _id: `${String(key)}:${attempt}:${step}:0`, v: 1, bytes: Buffer.from('part') });

      await free(store);

      expect((await loadCheckpoint(store, key))?.step).toBe(20);
      const left = (await chunks.find().toArray()).map(({ _id }) => _id).toSorted();
      expect(left).toEqual([`${String(key)}:${now}:20:0`, `${String(key)}:${now}:30:0`]);
    });
  });
}
