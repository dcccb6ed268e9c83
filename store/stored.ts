import { MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import type { Collection, Document, Filter, WithoutId } from 'mongodb';
import type { Store } from './open-store.ts';

/** What every document has: an `_id` that can be read or computed, and the version of the schema its shape came with. */
export type Stored = { readonly _id: string; readonly v: number };

export const collection = <Fields extends object>(
  store: Pick<Store, 'db'>,
  name: string,
): Collection<Stored & Fields> => store.db.collection<Stored & Fields>(name);

/**
 * A document as both servers keep it: -0 as 0 (one of them would do that silently).
 * @throws {RangeError} on NaN, infinities, undefined, nested arrays and keys with `.` or a leading `$`, naming the place;
 *   one server drops the connection at a NaN, so nothing of the kind may be sent (a bug, not a user error)
 */
export const asStorable = (value: unknown, place = 'document', inArray = false): unknown => {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${place}: ${value} cannot be stored`);
    return value + 0;
  }
  if (value === undefined) throw new RangeError(`${place}: undefined cannot be stored`);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) {
    if (inArray) throw new RangeError(`${place}: an array within an array cannot be stored`);
    return value.map((item, at) => asStorable(item, `${place}[${at}]`, true));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key.includes('.') || key.startsWith('$')) throw new RangeError(`${place}: the key ${key} cannot be stored`);
      return [key, asStorable(item, `${place}.${key}`)];
    }),
  );
};

const cutCodes = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT']);

/** Whether a connection was cut under a command; while it is being sent, the driver passes on what its socket says. */
export const isCut = (error: unknown): boolean =>
  error instanceof MongoNetworkError ||
  (error instanceof Error && cutCodes.has((error as NodeJS.ErrnoException).code ?? ''));

/** Whether the server was not to be had: its connection was cut, or none could be made. */
export const isAway = (error: unknown): boolean => isCut(error) || error instanceof MongoServerSelectionError;

/** Runs an idempotent command once more where the connection was cut under it; the second waits for the server. */
export const onceMore = async <T>(command: () => Promise<T>): Promise<T> => {
  try {
    return await command();
  } catch (error) {
    if (!isCut(error)) throw error;
    return await command();
  }
};

/** What a document says, without what makes it a document. */
export const fieldsOf = <D extends Stored>(document: D): Omit<D, keyof Stored> => {
  const { _id, v: _v, ...fields } = document;
  return fields;
};

export const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && error.code === 11000;

/** The only filter that is fast on every server: one `_id`, exactly. */
const byId = <D extends Stored>(id: string): Filter<D> => {
  // An id may come through Temporal: an object would be a query for other documents.
  if (typeof id !== 'string') throw new TypeError(`an _id is ${typeof id}, expected a text`);
  return { _id: id } as Filter<D>;
};

/** The document of that `_id`, or null; without the fields that `projection` leaves out. */
export const findById = async <D extends Stored>(
  from: Collection<D>,
  id: string,
  projection: Readonly<Record<string, 0>> = {},
): Promise<D | null> => (await onceMore(async () => await from.findOne(byId<D>(id), { projection }))) as D | null;

/** Replaces the document of that `_id`, or inserts it; for documents with one writer, or where any writer's will do. */
export const replaceById = async <D extends Stored>(into: Collection<D>, document: NoInfer<D>): Promise<void> => {
  const { _id, ...fields } = asStorable(document) as Document;
  const replace = async (): Promise<unknown> =>
    await into.replaceOne(byId<D>(_id as string), fields as WithoutId<D>, { upsert: true });
  try {
    await onceMore(replace);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await replace(); // another one inserted it meanwhile
  }
};

export const deleteById = async <D extends Stored>(from: Collection<D>, id: string): Promise<void> => {
  await onceMore(async () => await from.deleteOne(byId<D>(id)));
};
