import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { digestOf } from '../../core/canonical.ts';
import type { Digest, Json } from '../../core/canonical.ts';
import { digestOfBulk } from '../digest-of-bulk.ts';
import { fieldsOf } from '../stored.ts';
import type { AnyDocument } from './document-bytes.ts';

/** Whether what documents hold has the digests under which it is stored; so that nothing false is stored under them. */
export type ContentCheck = {
  /** @throws {RangeError} that names the document */
  readonly see: (collection: string, document: AnyDocument) => void;
  /** @throws {RangeError} where pieces are left that nothing leads to */
  readonly end: () => void;
};

/** Pieces `<prefix>:0`, `<prefix>:1`, …; the prefix ends with the digest of the whole. */
type Pieces = { readonly prefix: string; readonly hash: Hash; count: number; size: number };
type Whole = Pick<Pieces, 'count' | 'size'>;

/** Wholes whose header has not come; those of a section are fewer. */
const mostWaiting = 100_000;
const empty: Whole = { count: 0, size: 0 };

const wrong = (id: string, what: string): RangeError => new RangeError(`${id} ${what}`);

/** Puts pieces together, one collection's. */
const createWholes = () => {
  const waiting = new Map<string, Whole>();
  let open: Pieces | null = null;
  const close = (): void => {
    if (open === null) return;
    const { prefix, hash, count, size } = open;
    if (hash.digest('hex') !== prefix.slice(prefix.lastIndexOf(':') + 1)) throw wrong(prefix, 'has another digest');
    if (waiting.size >= mostWaiting) throw wrong(prefix, 'is one of too many that nothing leads to');
    waiting.set(prefix, { count, size });
    open = null;
  };
  const piece = (id: string, bytes: unknown): void => {
    const [, prefix = '', n = ''] = /^(.+):(\d{1,9})$/.exec(id) ?? [];
    if (!(bytes instanceof Uint8Array)) throw wrong(id, 'has no bytes');
    if (n === '0') close();
    if (n === '0') open = { prefix, hash: createHash('sha256'), count: 0, size: 0 };
    if (open === null || open.prefix !== prefix || open.count !== Number(n)) throw wrong(id, 'is not in its place');
    open.hash.update(bytes);
    open.count++;
    open.size += bytes.length;
  };
  /** What came under that prefix; null: nothing. */
  const take = (prefix: string): Whole | null => {
    if (open?.prefix === prefix) close();
    const found = waiting.get(prefix) ?? null;
    waiting.delete(prefix);
    return found;
  };
  const end = (): void => {
    close();
    for (const prefix of waiting.keys()) throw wrong(prefix, 'is there, but nothing leads to it');
  };
  return { piece, take, end };
};

const digestOfEmpty = digestOfBulk(new Uint8Array());

/** The digest of a result's fields, as `insertFold` and `insertFit` make it; `chunks` only says how the bulk is kept. */
const resultDigest = (document: AnyDocument): Digest => {
  const { digest: _digest, chunks: _chunks, ...fields } = fieldsOf(document) as { readonly [field: string]: Json };
  return digestOf(fields);
};

export const createContentCheck = (): ContentCheck => {
  const blobs = createWholes();
  const innards = createWholes();
  const see: ContentCheck['see'] = (collection, document) => {
    const { _id: id } = document;
    if (collection === 'blobChunks') blobs.piece(id, document['bytes']);
    if (collection === 'innards') innards.piece(id, document['bytes']);
    if (collection === 'blobs') {
      const whole = blobs.take(id) ?? (id === digestOfEmpty ? empty : null);
      if (whole?.count !== document['chunks'] || whole?.size !== document['size']) throw wrong(id, 'is not whole');
    }
    if (collection === 'folds' && document['state'] === 'scored') {
      const whole = innards.take(`${id}:${String(document['innards'])}`);
      if (whole === null || whole.count !== document['chunks']) throw wrong(id, 'lacks its curves and predictions');
    }
    if ((collection === 'folds' || collection === 'fits') && resultDigest(document) !== document['digest'])
      throw wrong(id, 'has another digest');
  };
  const end = (): void => {
    blobs.end();
    innards.end();
  };
  return { see, end };
};
