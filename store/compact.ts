import { readServer } from './database-server.ts';
import type { Store } from './open-store.ts';
import { collectionNames } from './scan.ts';

/**
 * Gives the space of deleted documents back to the disk, which the servers keep for new ones otherwise. The database
 * answers late meanwhile.
 * @throws {MongoServerError} where the server does not do that, or not for this user
 */
export const compactStore = async (store: Store): Promise<void> => {
  const { kind } = await readServer(store);
  const names = await collectionNames(store);
  const some = kind === 'ferretdb' ? names.slice(0, 1) : names; // there, one stands for the whole file
  for (const name of some) await store.db.command({ compact: name, force: true });
};
