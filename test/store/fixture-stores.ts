import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { BSON } from 'mongodb';
import type { Db, Document } from 'mongodb';

const folder = join(import.meta.dirname, '../fixtures/stores');
const ending = '.ejson.gz';

/** Stores that earlier versions of the program have written: test/fixtures/stores/make.sh. */
export const fixtureNames = readdirSync(folder)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length));

export type Entry = { readonly collection: string; readonly document: Document };

export const readFixture = (name: string): readonly Entry[] =>
  gunzipSync(readFileSync(join(folder, `${name}${ending}`)))
    .toString()
    .split('\n')
    .map((line) => BSON.EJSON.parse(line, { relaxed: true }) as Entry);

/** What `leaderboard --json` of that version printed, by sweep. */
export const readBoards = (name: string): { readonly [sweep: string]: unknown } =>
  JSON.parse(readFileSync(join(folder, `${name}.boards.json`), 'utf8')) as { readonly [sweep: string]: unknown };

/** Puts a store of an earlier version into an empty database. */
export const fill = async (db: Db, name: string): Promise<void> => {
  const entries = readFixture(name);
  for (const collection of new Set(entries.map((entry) => entry.collection))) {
    const documents = entries.filter((entry) => entry.collection === collection).map(({ document }) => document);
    await db.collection(collection).insertMany(documents);
  }
};
