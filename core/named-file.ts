import type { Digest } from './canonical.ts';

/**
 * A file that a grid names, as a cell holds it: what is written there, and once the file was read `@` and its SHA-256.
 * Names show what is written, keys see the digest alone.
 */
export type NamedFile = { readonly written: string; readonly digest: Digest | null };

const withDigest = /^([^]*)@([0-9a-f]{64})$/;

export const readNamedFile = (value: string): NamedFile => {
  const found = withDigest.exec(value);
  return found === null
    ? { written: value, digest: null }
    : { written: found[1] as string, digest: found[2] as Digest };
};

export const writeNamedFile = (written: string, digest: Digest): string => `${written}@${digest}`;
