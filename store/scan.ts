import { BSON, MongoServerError } from 'mongodb';
import type { Document } from 'mongodb';
import type { Store } from './open-store.ts';
import { collection, deleteById, findById, onceMore } from './stored.ts';
import type { Stored } from './stored.ts';

/** Collections of pieces of up to 4 MiB, of which ids alone are read where all of them are gone through. */
const bulky: ReadonlySet<string> = new Set(['innards', 'blobChunks', 'checkpointChunks']);

const documentsPerAnswer = 500;

/** Goes through a collection a few hundred documents at a time; of bulky ones only the `_id` is there. */
export async function* scan(store: Store, name: string): AsyncGenerator<Stored & Document> {
  const options = bulky.has(name) ? { projection: { _id: 1 } } : {};
  yield* store.db.collection<Stored & Document>(name).find({}, options).batchSize(documentsPerAnswer);
}

/** Bytes of a document as it is stored; 0 where it is not there. */
export const bytesOf = async (store: Store, name: string, { _id, ...fields }: Stored & Document): Promise<number> => {
  if (!bulky.has(name)) return BSON.calculateObjectSize({ _id, ...fields });
  const whole = await findById(collection(store, name), _id);
  return whole === null ? 0 : BSON.calculateObjectSize(whole);
};

export const deleteFrom = async (store: Store, name: string, id: string): Promise<void> =>
  await deleteById(collection(store, name), id);

/** Deletes a claim, unless it was made anew. */
export const deleteClaim = async (store: Store, id: string, nonce: unknown): Promise<void> => {
  await onceMore(async () => await store.db.collection<Stored>('claims').deleteOne({ _id: id, nonce }));
};

/** What servers before 7.0 say of a collection that is not there. */
const namespaceNotFound = 26;

export const dropCollection = async (store: Store, name: string): Promise<void> => {
  try {
    await store.db.dropCollection(name);
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === namespaceNotFound)) throw error;
  }
};

export const collectionNames = async (store: Store): Promise<readonly string[]> => {
  const all = await store.db.listCollections({}, { nameOnly: true }).toArray();
  return all.map(({ name }) => name).toSorted();
};
