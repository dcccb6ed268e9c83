import { BSON } from 'mongodb';
import type { Document } from 'mongodb';
import { asStorable } from '../stored.ts';
import type { Stored } from '../stored.ts';

/** A document of any collection, as it is stored. */
export type AnyDocument = Stored & Document;

/** No server keeps a document that is larger. */
const largestDocument = 16 * 1024 * 1024;
const emptyDocument = 5;
const deepest = 100; // levels; the servers' own limit

/** A document as BSON: numbers and bytes exactly as they are stored. */
export const encodeDocument = (document: AnyDocument): Uint8Array => BSON.serialize(asStorable(document) as Document);

const isPlain = (value: unknown, level: number): boolean => {
  if (value === null || value instanceof Uint8Array) return true;
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (level > deepest || '_bsontype' in value) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, level + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((item) => isPlain(item, level + 1));
};

/** @throws {RangeError} unless the bytes are what `encodeDocument` makes of a document that can be stored */
const decodeDocument = (bytes: Uint8Array): AnyDocument => {
  const document = BSON.deserialize(bytes, { promoteBuffers: true, validation: { utf8: true } });
  if (!isPlain(document, 0)) throw new RangeError('a value of a kind that is not stored');
  if (typeof document['_id'] !== 'string' || !Number.isInteger(document['v']) || document['v'] < 1)
    throw new RangeError('a document without _id or v');
  const again = encodeDocument(document as AnyDocument);
  if (Buffer.compare(again, bytes) !== 0)
    throw new RangeError(`the document ${document['_id']} is not as it was written`);
  return document as AnyDocument;
};

/**
 * The documents that stand one behind the other in `bytes`.
 * @throws {Error} on bytes that are not documents as they are written here
 */
export function* decodeDocuments(bytes: Uint8Array): Generator<AnyDocument> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const left = bytes.length - at;
    const size = left < emptyDocument ? left : view.getInt32(at, true);
    if (size < emptyDocument || size > Math.min(left, largestDocument))
      throw new RangeError(`a document of ${size} bytes where ${left} are left`);
    yield decodeDocument(bytes.subarray(at, at + size));
    at += size;
  }
}
