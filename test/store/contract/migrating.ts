import { MongoClient } from 'mongodb';
import type { Collection, Db, Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { schemaVersion } from '../../../store/migrations/all.ts';
import { migrate, readStanding } from '../../../store/migrate.ts';
import { openStore } from '../../../store/open-store.ts';
import type { Store } from '../../../store/open-store.ts';
import { collection, deleteById } from '../../../store/stored.ts';
import { insertOnce } from '../../../store/insert-once.ts';
import { listSweeps } from '../../../store/sweeps.ts';
import { databaseNow, removeWorker, replaceWorker } from '../../../store/workers.ts';
import { fill, fixtureNames } from '../fixture-stores.ts';
import type { Databases } from './databases.ts';
import { aWorker } from './samples.ts';

const [oldest = ''] = fixtureNames;

/** Everything in the database but the times of the migration, to be compared. */
const contents = async (db: Db): Promise<unknown> => {
  const names = (await db.listCollections().toArray()).map(({ name }) => name).toSorted();
  const all = names.map(async (name) => {
    const documents = await db.collection<{ _id: string; at?: number }>(name).find().toArray();
    const plain = documents.map((document) => (name === 'meta' ? { ...document, at: 0 } : document));
    return [name, plain.toSorted((a, b) => (a._id < b._id ? -1 : 1))];
  });
  return Object.fromEntries((await Promise.all(all)) as [string, unknown][]);
};

class Killed extends Error {}

/** The database as a program sees it that is killed before its `n`th statement, counted from 0. */
const dyingAt = (db: Db, n: number): Db => {
  let said = 0;
  const dying = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get: (_, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]): unknown => {
          if (property === 'collection') return dying(value.apply(target, args) as Collection);
          if (said++ >= n) throw new Killed();
          return value.apply(target, args) as unknown;
        };
      },
    });
  return dying(db);
};

export const migratingContract = ({ newUri, openAt }: Databases): void => {
  /** A database with an earlier version's store in it. */
  const old = async (): Promise<{ readonly uri: string; readonly store: Store }> => {
    const uri = newUri();
    const client = await MongoClient.connect(uri);
    await fill(client.db(), oldest);
    await client.close();
    return { uri, store: await openAt(uri) };
  };
  const migrated = async (): Promise<Store> => {
    const { store } = await old();
    await migrate(store, 'new');
    return store;
  };

  describe('a store of an earlier version', () => {
    it('is left as it is, and read all the same, by who only reads', async () => {
      const { uri, store } = await old();
      const before = await contents(store.db);

      const read = await listSweeps(await openAt(uri));

      expect(await contents(store.db)).toEqual(before);
      expect(read).toEqual(await listSweeps(await migrated()));
      expect(read[0]?.prepared).toMatchObject({ vectors: [], outside: [], test: null, heldOut: null, lists: [] });
    });

    it('may still be made by an older program where somebody has only looked into an empty database', async () => {
      const uri = newUri();

      const store = await openAt(uri);

      expect(await store.db.collection<{ _id: string }>('meta').findOne({ _id: 'schema' })).toBeNull();
      expect(await readStanding(store)).toEqual({ state: 'older', version: null });
      await openAt(uri, 'new');
      expect(await readStanding(store)).toEqual({ state: 'present' });
    });

    it('is brought to the present shape by who works with it, once', async () => {
      const { uri } = await old();

      const store = await openAt(uri, 'new');

      const shapes = await store.db.collection('sweeps').distinct('v');
      expect(shapes).toEqual([schemaVersion]);
      expect(await readStanding(store)).toEqual({ state: 'present' });
      const after = await contents(store.db);
      await openAt(uri, 'newer still');
      expect(await contents(store.db)).toEqual(after);
    });

    it('comes to the same when the program that migrates it is killed at any statement', async () => {
      const { store } = await old();
      const expected = await contents((await migrated()).db);
      let killed = 0;

      for (; ; killed++) {
        try {
          await migrate({ ...store, db: dyingAt(store.db, killed) }, 'new');
          break;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        }
      }

      expect(killed).toBeGreaterThan(6);
      expect(await contents(store.db)).toEqual(expected);
    });

    it('comes to the same when two programs migrate it at once', async () => {
      const { store } = await old();
      const expected = await contents((await migrated()).db);

      await Promise.all(Array.from({ length: 4 }, async () => await migrate(store, 'new')));

      expect(await contents(store.db)).toEqual(expected);
    });

    it('is not taken from a worker of that version, which is named with what to do', async () => {
      const { uri, store } = await old();
      const { schema: _, ...worker } = aWorker({ id: 'old', version: '0.1.0', host: 'ada', pid: 4711 });
      await replaceWorker(store, { ...worker, seenAt: await databaseNow(store) } as never);
      const before = await contents(store.db);

      const refused = await openStore(uri, 'new').catch((error: unknown) => error);

      expect(refused).toMatchObject({ code: 'SCHEMA', fix: expect.stringContaining('kill 4711') as unknown });
      expect((refused as Error).message).toContain('Process 4711 on ada works here with sweep 0.1.0');
      expect(await contents(store.db)).toEqual(before);
      await removeWorker(store, 'old');
      expect(await readStanding(await openAt(uri, 'new'))).toEqual({ state: 'present' });
    });

    it('keeps what an older program inserts behind the migration, and reads it in the present shape', async () => {
      const store = await migrated();
      const [entry] = await store.db.collection('sweeps').find().toArray();
      const prepared = JSON.parse(entry?.['prepared'] as string) as Document;
      const { vectors: _v, outside: _o, ...earlier } = prepared;
      const late = { ...entry, _id: 'late0000', name: 'late', v: 1, prepared: JSON.stringify(earlier) };
      await insertOnce(collection<object>(store, 'sweeps'), late);
      await insertOnce(collection<{ readonly sweep: string }>(store, 'names'), {
        _id: 'late',
        v: 1,
        sweep: 'late0000',
      });

      const found = (await listSweeps(store)).find(({ name }) => name === 'late');

      expect(found?.prepared).toMatchObject({ vectors: [], outside: [] });
    });
  });

  describe('a store of a newer version', () => {
    it('is refused from the first statement of its migration on, with the version that has written it', async () => {
      const uri = newUri();
      const next = schemaVersion + 1;
      const store = await openAt(uri);
      await insertOnce(collection<object>(store, 'meta'), {
        _id: `migration:${next}`,
        v: 1,
        program: '9.1.0',
        at: 1_700_000_000_000,
      } as never);

      const refused = await openStore(uri).catch((error: unknown) => error);

      expect(refused).toMatchObject({ code: 'SCHEMA', fix: expect.stringContaining('install sweep 9.1.0') as unknown });
      expect((refused as Error).message).toContain(
        `was written by a newer sweep, 9.1.0: its schema is ${next}, this program knows ${schemaVersion}`,
      );
    });

    it('is refused by its version alone', async () => {
      const uri = newUri();
      const meta = collection<{ readonly version: number }>(await openAt(uri), 'meta');
      await deleteById(meta, 'schema');
      await insertOnce(meta, { _id: 'schema', v: 1, version: schemaVersion + 1 });

      const refused = await openStore(uri).catch((error: unknown) => error);

      expect(refused).toMatchObject({ code: 'SCHEMA' });
      expect((refused as Error).message).toContain(`its schema is ${schemaVersion + 1}, this program knows`);
    });
  });
};
