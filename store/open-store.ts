import { MongoClient, MongoServerError, MongoServerSelectionError } from 'mongodb';
import type { Db } from 'mongodb';
import { SweepError } from '../core/errors.ts';
import { databaseOf } from '../core/mongodb-address.ts';
import { masked } from '../core/secrets.ts';
import { drawId } from './draw-id.ts';
import { insertOnce } from './insert-once.ts';
import { collection, findById } from './stored.ts';

/** A connected database of ours; `id` is drawn once per database and tells its queues and workflows from others'. */
export type Store = { readonly id: string; readonly db: Db; readonly client: MongoClient };

/** Version of the documents' shapes as a whole; a program refuses a database that a newer one has written. */
export const schemaVersion = 1;

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
 * Connects to the database that the address names (without one: `sweep`).
 * @throws {SweepError} SERVER_UNAVAILABLE within about 5 s when it does not answer or does not let us in, or when a
 *   newer program has written it; USAGE when the address cannot be read. No message holds a password.
 */
export const openStore = async (uri: string): Promise<Store> => {
  const client = createClient(uri);
  const db = client.db(databaseOf(uri) ?? defaultDatabase);
  try {
    await client.connect();
    await checkSchema(db, uri);
    return { id: await readStoreId(db), db, client };
  } catch (error) {
    await client.close().catch(() => undefined);
    throw translated(error, uri);
  }
};

export const closeStore = async (store: Store): Promise<void> => {
  await store.client.close();
};

const createClient = (uri: string): MongoClient => {
  try {
    return new MongoClient(uri, options);
  } catch (error) {
    throw new SweepError({
      code: 'USAGE',
      message: `MONGODB_URI is ${masked(uri)}: ${masked((error as Error).message, uri)}`,
      fix: 'write it as mongodb://host:27017/sweep; a password in it must be percent-encoded',
    });
  }
};

const checkSchema = async (db: Db, uri: string): Promise<void> => {
  const meta = collection<{ readonly version: number }>({ db }, 'meta');
  const stored = await findById(meta, 'schema');
  if (stored === null) await insertOnce(meta, { _id: 'schema', v: 1, version: schemaVersion });
  const version = (stored ?? (await findById(meta, 'schema')))?.version ?? schemaVersion;
  if (version <= schemaVersion) return;
  throw new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `${masked(uri)} was written by a newer sweep: its schema is ${version}, this program knows ${schemaVersion}`,
    fix: 'install that newer version, or name another database in MONGODB_URI',
  });
};

const readStoreId = async (db: Db): Promise<string> => {
  const meta = collection<{ readonly id: string }>({ db }, 'meta');
  const stored = await findById(meta, 'id');
  if (stored !== null) return stored.id;
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
