import type { SweepUid } from '../../core/messages.ts';
import type { AnyDocument } from '../../store/archive/document-bytes.ts';
import { lookUps, mapInOrder } from '../../store/concurrently.ts';
import type { Sweep } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import { ownDocuments, placesOfBlob, placesOfEmbedding, placesOfFit, placesOfFold } from '../../store/places.ts';
import type { Place } from '../../store/places.ts';
import { readNumbered } from '../../store/insert-once.ts';
import { collection, findById } from '../../store/stored.ts';
import { reachOf } from '../reach.ts';
import type { DigestSet } from '../digest-set.ts';

/** A document and where it belongs. */
export type Packed = { readonly collection: string; readonly document: AnyDocument };

const all = async function* (store: Store, uid: SweepUid, name: string): AsyncGenerator<Packed> {
  for await (const document of ownDocuments(store, uid, name)) yield { collection: name, document };
};

const one = async function* (store: Store, name: string, id: string): AsyncGenerator<Packed> {
  const document = await findById(collection<object>(store, name), id);
  if (document !== null) yield { collection: name, document };
};

/** Header before pages, since a header says that its pages are there. */
const rankings = async function* (store: Store, uid: SweepUid): AsyncGenerator<Packed> {
  for await (const header of all(store, uid, 'rankings')) {
    yield header;
    for (let page = 0; page < Number(header.document['pages']); page++)
      yield* one(store, 'rankingPages', `${header.document._id}:${page}`);
  }
};

/** One by one, so that none is missing among them, whoever asks something meanwhile. */
const requests = async function* (store: Store, uid: SweepUid): AsyncGenerator<Packed> {
  for (const document of await readNumbered(collection<object>(store, 'requests'), (n) => `${uid}:request:${n}`))
    yield { collection: 'requests', document };
};

/** The failures of machines, and the marks that say that there are any: those are inserted before. */
const failures = async function* (store: Store, uid: SweepUid): AsyncGenerator<Packed> {
  const retries = new Set<string>();
  for await (const failure of all(store, uid, 'failures')) {
    yield failure;
    const { _id: id } = failure.document;
    retries.add(id.slice(id.lastIndexOf(':') + 1));
  }
  for (const retry of retries) yield* one(store, 'marks', `${uid}:failures:${retry}`);
};

/**
 * What is there of one sweep alone, beside its name. A document that says that others are there is read before those: so
 * whoever trains, asks or publishes meanwhile, nothing that is packed says more than is packed behind it. What serves
 * watchers alone (the order in which rows came) and what goes on by itself (claims, checkpoints) is left out.
 */
export const packSweep = async function* (store: Store, { uid }: Sweep): AsyncGenerator<Packed> {
  yield* all(store, uid, 'marks');
  yield* rankings(store, uid);
  yield* requests(store, uid);
  yield* all(store, uid, `rows_${uid}`);
  yield* all(store, uid, `progress_${uid}`);
  yield* failures(store, uid);
  yield* all(store, uid, 'attempts');
  yield* all(store, uid, 'sweeps');
};

/** Where all lies that a sweep leads to and that `packed` does not have yet, pieces before what leads to them. */
const placesOf = (store: Store, uid: SweepUid, packed: DigestSet): AsyncGenerator<readonly Place[]> => {
  const wanted = async function* (): AsyncGenerator<() => Promise<readonly Place[]>> {
    for await (const reached of reachOf(store, uid)) {
      if (reached.kind === 'run') {
        for (const key of reached.folds) if (packed.add(key)) yield () => placesOfFold(store, key);
      } else if (reached.kind === 'blob') {
        if (packed.add(reached.digest)) yield () => placesOfBlob(store, reached.digest);
      } else if (packed.add(reached.key)) {
        const { kind, key } = reached;
        yield () => (kind === 'embedding' ? placesOfEmbedding(store, key) : placesOfFit(store, key));
      }
    }
  };
  return mapInOrder(wanted(), lookUps, (find) => find());
};

/** Pieces of 4 MiB that are held while the first of them is written. */
const documentsAhead = 8;

/** The documents of all results that a sweep leads to and that are there. */
export const packResults = async function* (
  store: Store,
  { uid, prepared }: Sweep,
  packed: DigestSet,
): AsyncGenerator<Packed> {
  const places = async function* (): AsyncGenerator<Place> {
    for await (const some of placesOf(store, uid, packed)) yield* some;
  };
  const read = async ({ collection: name, id }: Place): Promise<Packed | null> => {
    const document = await findById(collection<object>(store, name), id);
    if (document === null && name !== 'timings')
      throw new Error(`${name}/${id} is missing in the store: it is damaged`);
    return document === null ? null : { collection: name, document };
  };
  for await (const found of mapInOrder(places(), documentsAhead, read)) if (found !== null) yield found;
  for await (const document of collection<object>(store, 'mismatches').find({ sweep: uid }))
    yield { collection: 'mismatches', document };
  if (prepared.test === null) return;
  for await (const document of collection<object>(store, 'looks').find({ rows: prepared.test.rowsDigest }))
    yield { collection: 'looks', document };
};
