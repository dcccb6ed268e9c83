import { BSON } from 'mongodb';
import type { Collection, OptionalUnlessRequiredId } from 'mongodb';
import { asStorable, findById, isCut, isDuplicate } from './stored.ts';
import type { Stored } from './stored.ts';

/**
 * The store's only compare-and-set: of all inserts under one `_id` exactly one is told `inserted`.
 * Where the connection was cut under it, it inserts once more; a document found then that equals ours is ours.
 * @throws {RangeError} on what cannot be stored (see `asStorable`)
 */
export const insertOnce = async <D extends Stored>(
  into: Collection<D>,
  document: D,
): Promise<'inserted' | 'exists'> => {
  const storable = asStorable(document) as OptionalUnlessRequiredId<D>;
  const insert = async (): Promise<'inserted' | 'exists'> => {
    try {
      await into.insertOne(storable);
      return 'inserted';
    } catch (error) {
      if (isDuplicate(error)) return 'exists';
      throw error;
    }
  };
  try {
    return await insert();
  } catch (error) {
    if (!isCut(error)) throw error;
    if ((await insert()) === 'inserted') return 'inserted';
    const stored = await findById(into, document._id);
    return stored !== null && isSame(stored, storable as object) ? 'inserted' : 'exists';
  }
};

/** Whether two documents are the same bytes. */
export const isSame = (a: object, b: object): boolean => Buffer.compare(BSON.serialize(a), BSON.serialize(b)) === 0;

/** Inserts what `make(n)` gives at the first free number from 1; two at once get two numbers. */
export const insertNumbered = async <D extends Stored>(
  into: Collection<D>,
  make: (n: number) => NoInfer<D>,
): Promise<D> => {
  for (let n = 1; ; n++) {
    const document = make(n);
    if ((await insertOnce(into, document)) === 'inserted') return document;
  }
};

/** The documents `idOf(from)`, `idOf(from + 1)`, … until one is missing. */
export const readNumbered = async <D extends Stored>(
  of: Collection<D>,
  idOf: (n: number) => string,
  from = 1,
): Promise<readonly D[]> => {
  const found: D[] = [];
  for (let n = from; ; n++) {
    const document = await findById(of, idOf(n));
    if (document === null) return found;
    found.push(document);
  }
};
