import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { byText } from './by-text.ts';

declare const brand: unique symbol;
/** SHA-256 in lower-case hexadecimal, 64 characters. */
export type Digest = string & { readonly [brand]: 'Digest' };

/** Whether something is a digest: nothing else may name a file or a blob. */
export const isDigest = (value: unknown): value is Digest => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** What can be written canonically: JSON without undefined, NaN or infinities. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON with sorted keys and no white space, so that equal values are equal texts.
 * @throws {RangeError} on a number that JSON cannot hold (a bug, not a user error)
 */
export const canonical = (value: Json): string => {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`canonical JSON holds finite numbers only, got ${value}`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => byText(a, b));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
};

export const digestOfBytes = (bytes: Uint8Array): Digest => bytesToHex(sha256(bytes)) as Digest;

export const digestOf = (value: Json): Digest => digestOfBytes(utf8ToBytes(canonical(value)));
