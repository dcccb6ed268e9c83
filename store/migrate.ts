import type { Collection, Document } from 'mongodb';
import { SweepError } from '../core/errors.ts';
import { insertOnce } from './insert-once.ts';
import { inShapeOf, migrations, schemaVersion } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import type { Store } from './open-store.ts';
import { collection, findById, onceMore, replaceById } from './stored.ts';
import type { Stored } from './stored.ts';
import { readWorkers } from './workers.ts';

type Database = Pick<Store, 'db'>;

/** `schema` says the version to people and to programs of the first shape; what counts are the steps' own documents. */
const schemaOf = (store: Database) => collection<{ readonly version: number }>(store, 'meta');
const stepsOf = (store: Database) => collection<{ readonly program: string; readonly at: number }>(store, 'meta');

/** Inserted before a step's first change: from then on no older program opens the store. */
const begunId = (version: number): string => `migration:${version}`;
/** Inserted after a step's last change. */
const endId = (version: number): string => `${begunId(version)}:end`;

/** How a store's shape stands to this program. */
export type Standing =
  | { readonly state: 'present' }
  | { readonly state: 'older'; readonly version: number | null } // null: empty
  | { readonly state: 'newer'; readonly version: number; readonly program: string | null }; // null: not known

/**
 * Looks, in one round trip, how the store's shape stands, and changes nothing: an older program may be about to work in an
 * empty one. A step counts from its beginning on: a store that a newer program was killed in is a newer one.
 */
export const readStanding = async (store: Database): Promise<Standing> => {
  const [schema, last, next] = await Promise.all([
    findById(schemaOf(store), 'schema'),
    findById(stepsOf(store), endId(schemaVersion)),
    findById(stepsOf(store), begunId(schemaVersion + 1)),
  ]);
  const version = schema?.version ?? null;
  if (next !== null)
    return { state: 'newer', version: Math.max(version ?? 0, schemaVersion + 1), program: next.program };
  if (version !== null && version > schemaVersion) return { state: 'newer', version, program: null };
  return last === null ? { state: 'older', version } : { state: 'present' };
};

/** Whether a newer program has begun to migrate the store: one look-up. */
export const isNewer = async (store: Database): Promise<boolean> =>
  (await findById(stepsOf(store), begunId(schemaVersion + 1))) !== null;

/**
 * Brings every document to the present shape, step by step. May be killed anywhere and run any number of times, also by
 * two at once: a step changes documents by a pure function of each, and is done again until its end is written.
 * @throws {SweepError} SCHEMA while a worker of an older shape lives, which would go on writing that shape
 */
export const migrate = async (store: Store, program: string): Promise<void> => {
  await refuseBesideOlder(store);
  for (const step of migrations) {
    if ((await findById(stepsOf(store), endId(step.to))) !== null) continue;
    await insertOnce(stepsOf(store), { _id: begunId(step.to), v: 1, program, at: Date.now() });
    await raiseSchema(store, step.to);
    await change(store, step);
    await insertOnce(stepsOf(store), { _id: endId(step.to), v: 1, program, at: Date.now() });
  }
};

const refuseBesideOlder = async (store: Store): Promise<void> => {
  const { live } = await readWorkers(store);
  const older = live.find(({ schema }) => schema < schemaVersion);
  if (older === undefined) return;
  const { host, pid, version, schema } = older;
  throw new SweepError({
    code: 'SCHEMA',
    message:
      `Process ${pid} on ${host} works here with sweep ${version}, whose store has schema ${schema}; ` +
      `this program would bring the store to schema ${schemaVersion}, which that one does not understand.`,
    fix:
      `end it there (Ctrl-C, or kill ${pid}: what it trains is kept) and do this again, ` +
      `or go on with sweep ${version}; one that was killed counts for 15 s more`,
  });
};

/** For people, and for programs of the first shape, which look at nothing else. */
const raiseSchema = async (store: Store, version: number): Promise<void> => {
  const stored = await findById(schemaOf(store), 'schema');
  if ((stored?.version ?? 0) < version) await replaceById(schemaOf(store), { _id: 'schema', v: 1, version });
};

const change = async (store: Store, { to, upgrades }: Migration): Promise<void> => {
  for (const name of Object.keys(upgrades)) {
    const documents: Collection<Stored> = collection(store, name);
    for await (const document of documents.find({ v: { $lt: to } })) {
      const { _id, ...fields } = inShapeOf<Document>(to, name, document);
      // Not inserted where it is gone: somebody has removed it since it was read.
      await onceMore(async () => await documents.replaceOne({ _id: document._id }, fields as Omit<Stored, '_id'>));
    }
  }
};
