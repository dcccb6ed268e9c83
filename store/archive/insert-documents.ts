import type { Collection } from 'mongodb';
import { SweepError } from '../../core/errors.ts';
import { lookUps, mapConcurrently } from '../concurrently.ts';
import { insertOnce, isSame } from '../insert-once.ts';
import { inPresentShape } from '../migrations/all.ts';
import type { Store } from '../open-store.ts';
import { asStorable, findById } from '../stored.ts';
import type { Stored } from '../stored.ts';
import type { AnyDocument } from './document-bytes.ts';

/** How many documents were inserted, and how many were there already. */
export type Inserted = { readonly inserted: number; readonly there: number };

/**
 * Of these the first one stands, whatever it says: when and by whom something was done, how far it was; rows, which have
 * the place and name of the present grid, and otherwise say what the folds say.
 */
const isFirstToStand = (collection: string): boolean =>
  ['timings', 'looks', 'mismatches'].includes(collection) || /^(progress|rows)_/.test(collection);

const differs = (name: string, id: string): SweepError =>
  new SweepError({
    code: 'INVALID_ARCHIVE',
    message: `${name}/${id} of the archive is there already, and says something else: what was copied went on in both places, or one of them is damaged.`,
    fix: 'restore the sweep beside it: --as another name; after sweep rm, sweep gc makes room; or restore into an empty database',
  });

const insertOne = async (into: Collection<AnyDocument>, name: string, document: AnyDocument): Promise<boolean> => {
  for (;;) {
    const stored = (await findById(into as unknown as Collection<Stored>, document._id)) as AnyDocument | null;
    if (stored !== null) {
      if (isFirstToStand(name) || isSame(inPresentShape(name, stored), asStorable(document) as object)) return false;
      throw differs(name, document._id);
    }
    if ((await insertOnce(into as unknown as Collection<Stored>, document)) === 'inserted') return true;
  }
};

/**
 * Inserts documents of one collection. One that is there already and equal is fine, so that it may be done again.
 * @throws {SweepError} INVALID_ARCHIVE where another document is there under the same `_id`
 */
export const insertDocuments = async (
  store: Store,
  name: string,
  documents: readonly AnyDocument[],
): Promise<Inserted> => {
  const into = store.db.collection<AnyDocument>(name);
  const [first, last] = [documents[0], documents.at(-1)];
  if (first === undefined || last === undefined) return { inserted: 0, there: 0 };
  const ends = [first, last].map((each) => findById(into as unknown as Collection<Stored>, each._id));
  const isNew = (await Promise.all(ends)).every((found) => found === null);
  if (isNew && documents.length > 1) {
    try {
      await into.insertMany(
        documents.map((document) => asStorable(document) as AnyDocument),
        { ordered: true },
      );
      return { inserted: documents.length, there: 0 };
    } catch {
      // some are there, or the connection was cut: one by one it is told which
    }
  }
  const each = await mapConcurrently(documents, lookUps, async (document) => await insertOne(into, name, document));
  const inserted = each.filter(Boolean).length;
  return { inserted, there: documents.length - inserted };
};
