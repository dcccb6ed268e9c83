import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import { closeStore, openStore } from '../../../store/open-store.ts';
import type { Store } from '../../../store/open-store.ts';

/** The address of another database on the same server. */
export const atDatabase = (uri: string, database: string): string =>
  uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${database}`);

/** Opens databases of the server that are the test's own, and drops them when the tests of the file are done. */
export const createDatabases = (server: string) => {
  const stores: Store[] = [];
  const newUri = (): string => atDatabase(server, `sweep-test-${randomBytes(6).toString('hex')}`);
  const openAt = async (uri: string, migrateAs: string | null = null): Promise<Store> => {
    const store = await openStore(uri, migrateAs);
    stores.push(store);
    return store;
  };
  afterAll(async () => {
    for (const store of stores) await store.db.dropDatabase();
    for (const store of stores) await closeStore(store);
  });
  return { newUri, openAt, open: async (): Promise<Store> => await openAt(newUri()) };
};

export type Databases = ReturnType<typeof createDatabases>;
