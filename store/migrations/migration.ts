import type { Document } from 'mongodb';

/**
 * One step of the store's shape. `v` of a document is the version of the schema that its shape came with, so that a
 * document which an older program inserted behind a migration's back is known, and read as if it had been brought along.
 */
export type Migration = {
  readonly to: number; // the schema's version after it; they are numbered without gaps
  readonly what: string; // for people
  /**
   * By collection: the document in its new shape, without `v`, which is set to `to`. A pure function of the document
   * alone, so that two programs which migrate at once write the same bytes.
   */
  readonly upgrades: { readonly [collection: string]: (document: Document) => Document };
};
