import { MongoClient, MongoServerError, MongoServerSelectionError } from 'mongodb';
import type { Db } from 'mongodb';
import { SweepError } from '../core/errors.ts';
import { databaseOf } from '../core/mongodb-address.ts';
import { masked } from '../core/secrets.ts';
import { failWritesOnClose } from './driver-sockets.ts';
import { drawId } from './draw-id.ts';
import { insertOnce } from './insert-once.ts';
import { migrate, readStanding } from './migrate.ts';
import type { Standing } from './migrate.ts';
import { schemaVersion } from './migrations/all.ts';
import { collection, findById } from './stored.ts';

/** A connected database of ours; `id` is drawn once per database and tells its queues and workflows from others'. */
export type Store = { readonly id: string; readonly db: Db; readonly client: MongoClient };

const defaultDatabase = 'sweep';

const options = {
  appName: 'sweep',
  serverSelectionTimeoutMS: 5000,
  socketTimeoutMS: 60_000, // a server that was stopped in mid-command is as good as gone
  maxPoolSize: 20,
  promoteBuffers: true,
  writeConcern: { w: 'majority', journal: true }, // what was acknowledged outlives the server's death
} as const;

/**
 * Connects to the database that the address names (without one: `sweep`). An older one is brought to the present shape in
 * the name of the program `migrateAs`; without that it is read as it is.
 * @throws {SweepError} SERVER_UNAVAILABLE within about 5 s when it does not answer or does not let us in; SCHEMA when a
 *   newer program has written it, or an older one works in it that is to be migrated; USAGE when the address cannot be
 *   read. No message holds a password.
 */
export const openStore = async (uri: string, migrateAs: string | null = null): Promise<Store> => {
  const client = createClient(uri, migrateAs === null);
  const db = client.db(databaseOf(uri) ?? defaultDatabase);
  try {
    await client.connect();
    const standing = await readStanding({ db });
    if (standing.state === 'newer') throw tooNew(standing, uri);
    const store = { id: await drawStoreId(db), db, client };
    if (standing.state === 'older' && migrateAs !== null) await migrate(store, migrateAs);
    return store;
  } catch (error) {
    await client.close().catch(() => undefined);
    throw translated(error, uri);
  }
};

export const closeStore = async (store: Store): Promise<void> => {
  await store.client.close();
};

/** Two hundred processes may watch: each of their wake-ups takes a millisecond or two from those that train. */
const rarely = 60_000;

const createClient = (uri: string, isReader: boolean): MongoClient => {
  try {
    failWritesOnClose();
    const client = new MongoClient(uri, { ...options, ...(isReader ? { heartbeatFrequencyMS: rarely } : {}) });
    // Read by the driver's pool though not among the options that it takes; unset it looks ten times a second whether it
    // has too few connections, also in a process that only waits.
    Object.assign(client.options, { minPoolSizeCheckFrequencyMS: rarely });
    return client;
  } catch (error) {
    throw new SweepError({
      code: 'USAGE',
      message: `MONGODB_URI is ${masked(uri)}: ${masked((error as Error).message, uri)}`,
      fix: 'write it as mongodb://host:27017/sweep; a password in it must be percent-encoded',
    });
  }
};

const tooNew = ({ version, program }: Extract<Standing, { readonly state: 'newer' }>, uri: string): SweepError =>
  new SweepError({
    code: 'SCHEMA',
    message:
      `${masked(uri)} was written by a newer sweep${program === null ? '' : `, ${program}`}: ` +
      `its schema is ${version}, this program knows ${schemaVersion}.`,
    fix: `install ${program === null ? 'that newer version' : `sweep ${program}`} here too, or name another database in MONGODB_URI`,
  });

/** The id that the database has now; null where it has none (any more). */
export const readStoreId = async (store: Pick<Store, 'db'>): Promise<string | null> =>
  (await findById(collection<{ readonly id: string }>(store, 'meta'), 'id'))?.id ?? null;

const drawStoreId = async (db: Db): Promise<string> => {
  const meta = collection<{ readonly id: string }>({ db }, 'meta');
  const stored = await readStoreId({ db });
  if (stored !== null) return stored;
  const drawn = drawId(5);
  if ((await insertOnce(meta, { _id: 'id', v: 1, id: drawn })) === 'inserted') return drawn;
  const winner = await findById(meta, 'id');
  if (winner === null) throw new Error('the document meta/id was there and is gone');
  return winner.id;
};

/** Codes of the server for a client that it does not let in. */
const refusals: ReadonlySet<number | string | undefined> = new Set([13, 18, 8000]);

const translated = (error: unknown, uri: string): unknown => {
  const isAbsent = error instanceof MongoServerSelectionError;
  const isRefused = error instanceof MongoServerError && refusals.has(error.code);
  if (!isAbsent && !isRefused) return error;
  return new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `MongoDB at ${masked(uri)} ${isAbsent ? 'does not answer' : 'refuses'}: ${masked(error.message, uri)}`,
    fix: isAbsent
      ? 'start it, or correct MONGODB_URI; sweep doctor checks it'
      : 'correct the user or password in MONGODB_URI',
  });
};
