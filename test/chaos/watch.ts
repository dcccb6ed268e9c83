import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';

/**
 * Moments of a sweep's life, recognised from outside: in the state file of the servers, or in the store.
 * A number means that so many folds are stored.
 */
export type Milestone =
  | 'servers' // the processes of both were started
  | 'schema' // the first document of the store is there
  | 'inserted' // the sweep has its name
  | 'training' // an attempt was begun
  | 'checkpoint' // one is being written, or stands
  | 'decided' // all rows are there, nothing is published
  | 'published'
  | 'done'
  | number;

/** A look into a round's store that holds no lease of its servers: what is watched does not live longer for it. */
export type Watch = {
  readonly has: (milestone: Milestone) => Promise<boolean>; // false also where the store does not answer
  readonly folds: () => Promise<number | null>; // null: it does not answer
  /** What slots say of themselves: how many steps of what they have done. */
  readonly slots: () => Promise<readonly Seen[]>;
  readonly close: () => Promise<void>;
};

/** Steps that a slot had done of a training. */
export type Seen = { readonly what: string; readonly done: number };

const awayMs = 700;

type State = {
  readonly sockets: string;
  readonly mongo: { readonly kind: string; readonly port: number; readonly process: unknown } | null;
  readonly temporal: { readonly process: unknown } | null;
};

const readState = (home: string): State | null => {
  try {
    return JSON.parse(readFileSync(join(home, 'services.json'), 'utf8')) as State;
  } catch {
    return null; // not there yet
  }
};

const addressOf = (home: string, env: NodeJS.ProcessEnv): string | null => {
  if (env['MONGODB_URI']) return env['MONGODB_URI'];
  const state = readState(home);
  if (state?.mongo == null) return null;
  const name = state.mongo.kind === 'ferretdb' ? 'mongo.sock' : `mongodb-${state.mongo.port}.sock`;
  return `mongodb://${encodeURIComponent(join(state.sockets, name))}/sweep`;
};

export const createWatch = (home: string, env: NodeJS.ProcessEnv): Watch => {
  let client: MongoClient | null = null;
  const database = (): Db => {
    if (client === null) {
      const address = addressOf(home, env);
      if (address === null) throw new Error('no server yet');
      client = new MongoClient(address, { serverSelectionTimeoutMS: awayMs, socketTimeoutMS: 5_000 });
    }
    return client.db();
  };
  const ids = async (collection: string): Promise<readonly string[]> => {
    const found = await database()
      .collection<{ _id: string }>(collection)
      .find({}, { projection: { _id: 1 } })
      .toArray();
    return found.map(({ _id }) => _id);
  };
  const some = async (collection: string, holds: (id: string) => boolean = () => true): Promise<boolean> =>
    (await ids(collection)).some(holds);
  const decided = async (): Promise<boolean> => {
    const [sweep] = await ids('sweeps');
    if (sweep === undefined || client === null) return false;
    const document = await client.db().collection<{ _id: string; trials: number }>('sweeps').findOne({ _id: sweep });
    return (await ids(`rows_${sweep}`)).length >= (document?.trials ?? Infinity);
  };
  const ask = async (milestone: Milestone): Promise<boolean> => {
    if (typeof milestone === 'number') return (await ids('folds')).length >= milestone;
    switch (milestone) {
      case 'servers': {
        const state = readState(home);
        return state?.mongo?.process != null && state.temporal?.process != null;
      }
      case 'schema':
        return some('meta');
      case 'inserted':
        return some('names');
      case 'training':
        return some('attempts');
      case 'checkpoint':
        return some('checkpointChunks');
      case 'decided':
        return decided();
      case 'published':
        return some('rankingPages');
      case 'done':
        return some('marks', (id) => id.includes(':done:'));
      default:
        return milestone satisfies never;
    }
  };
  return {
    has: (milestone) => ask(milestone).catch(() => false),
    folds: () =>
      ids('folds').then(
        ({ length }) => length,
        () => null,
      ),
    slots: async () => {
      const workers = await database()
        .collection<{ readonly slots: readonly Seen[] }>('workers')
        .find()
        .toArray()
        .catch(() => []);
      return workers.flatMap(({ slots }) => slots);
    },
    close: async () => client?.close(),
  };
};
