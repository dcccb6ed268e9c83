import { describe, expect, it } from 'vitest';
import { digestOfBytes } from '../../../core/canonical.ts';
import { getBlob, hasBlob, putBlob } from '../../../store/blobs.ts';
import { deleteCheckpoint, loadCheckpoint, saveCheckpoint } from '../../../store/checkpoints.ts';
import type { Store } from '../../../store/open-store.ts';
import type { Databases } from './databases.ts';

const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 2654435761) >>> 13);
const chunkIds = async (store: Store, name: string): Promise<readonly string[]> =>
  (await store.db.collection(name).find().project({ _id: 1 }).toArray()).map(({ _id }) => String(_id)).sort();
const checkpoint = (step: number, bytes = noise(100 + step), attempt = 'a1') => ({ attempt, step, bytes });

export const blobContract = ({ open }: Databases): void => {
  describe('blobs', () => {
    it.each([0, 1, 4 * 1024 * 1024, 9_000_001])('gives %i bytes back', async (length) => {
      const store = await open();
      const bytes = noise(length);

      const digest = await putBlob(store, bytes);

      expect(digest).toBe(digestOfBytes(bytes));
      expect(await hasBlob(store, digest)).toBe(true);
      expect(Buffer.compare(await getBlob(store, digest), bytes)).toBe(0);
    });

    it('takes the same bytes twice, and from several at once', async () => {
      const store = await open();
      const bytes = noise(5_000_000);

      const digests = await Promise.all([1, 2, 3].map(async () => await putBlob(store, bytes)));

      expect(new Set(digests).size).toBe(1);
      expect(await chunkIds(store, 'blobChunks')).toHaveLength(2);
      expect(await store.db.collection('blobs').find().toArray()).toHaveLength(1);
    });

    it('is not there while only a part is, and can be completed', async () => {
      const store = await open();
      const bytes = noise(5_000_000);
      const digest = await putBlob(store, bytes);
      await store.db.collection('blobs').deleteMany({});
      await store.db.collection<{ _id: string }>('blobChunks').deleteOne({ _id: `${digest}:1` });
      expect(await hasBlob(store, digest)).toBe(false);

      await putBlob(store, bytes);

      expect(Buffer.compare(await getBlob(store, digest), bytes)).toBe(0);
    });

    it('names a blob that is missing or damaged', async () => {
      const store = await open();
      const digest = await putBlob(store, noise(10));
      const absent = digestOfBytes(noise(11));
      const chunks = store.db.collection<{ _id: string; v: number; bytes: Uint8Array }>('blobChunks');

      await expect(getBlob(store, absent)).rejects.toThrow(`blob ${absent} is not in the store`);
      await chunks.replaceOne({ _id: `${digest}:0` }, { v: 1, bytes: noise(9) });
      await expect(getBlob(store, digest)).rejects.toThrow(`blob ${digest} is damaged: its 9 bytes`);
      await chunks.deleteOne({ _id: `${digest}:0` });
      await expect(getBlob(store, digest)).rejects.toThrow(`blob ${digest} is damaged: one of its 1 chunks`);
    });
  });

  describe('checkpoints', () => {
    it('goes on from the latest, and keeps no other', async () => {
      const store = await open();
      expect(await loadCheckpoint(store, 'k')).toBeNull();
      for (const step of [10, 20]) await saveCheckpoint(store, 'k', checkpoint(step));
      await saveCheckpoint(store, 'other', checkpoint(1));

      const loaded = await loadCheckpoint(store, 'k');

      expect(loaded).toEqual({ step: 20, bytes: noise(120) });
      expect(await chunkIds(store, 'checkpointChunks')).toEqual(['k:a1:20:0', 'other:a1:1:0']);
    });

    it('survives the same checkpoint stored again', async () => {
      const store = await open();
      await saveCheckpoint(store, 'k', checkpoint(10));

      await saveCheckpoint(store, 'k', checkpoint(10));

      expect(await loadCheckpoint(store, 'k')).toEqual({ step: 10, bytes: noise(110) });
    });

    it('spans chunks, and is none when one is missing or damaged', async () => {
      const store = await open();
      const bytes = noise(5_000_000);
      const chunks = store.db.collection<{ _id: string; v: number; bytes: Uint8Array }>('checkpointChunks');
      await saveCheckpoint(store, 'k', checkpoint(10, bytes));
      const loaded = await loadCheckpoint(store, 'k');
      expect(Buffer.compare(loaded?.bytes ?? noise(0), bytes)).toBe(0);

      await chunks.replaceOne({ _id: 'k:a1:10:1' }, { v: 1, bytes: noise(3) });
      expect(await loadCheckpoint(store, 'k')).toBeNull();
      await chunks.deleteOne({ _id: 'k:a1:10:1' });
      expect(await loadCheckpoint(store, 'k')).toBeNull();
    });

    it('holds together when two trainers save at the same time', async () => {
      const store = await open();
      const save = async (attempt: string, from: number): Promise<void> => {
        for (let step = from; step < from + 100; step += 20)
          await saveCheckpoint(store, 'k', checkpoint(step, noise(100 + step), attempt));
      };

      await Promise.all([save('a1', 0), save('a2', 1)]);

      const loaded = await loadCheckpoint(store, 'k');
      expect(loaded).toEqual({ step: loaded?.step, bytes: noise(100 + (loaded?.step ?? 0)) });
      expect([80, 81]).toContain(loaded?.step);
    });

    it('is gone when it is deleted, chunks and all', async () => {
      const store = await open();
      await saveCheckpoint(store, 'k', checkpoint(10, noise(5_000_000)));

      await deleteCheckpoint(store, 'k');
      await deleteCheckpoint(store, 'k');

      expect(await loadCheckpoint(store, 'k')).toBeNull();
      expect(await chunkIds(store, 'checkpointChunks')).toEqual([]);
    });
  });
};
