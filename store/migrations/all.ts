import type { Document } from 'mongodb';
import type { Migration } from './migration.ts';
import { sweepsNameTheirEngine } from './sweeps-name-their-engine.ts';
import { sweepsSayAll } from './sweeps-say-all.ts';

/** Every step from the first shape to today's, in order. A step that was released is never changed, only followed. */
export const migrations: readonly Migration[] = [sweepsSayAll, sweepsNameTheirEngine];

/** The version of the first shape, which no migration leads to. */
export const firstSchema = 1;

/**
 * Version of the documents' shapes as a whole. Raised, with a migration, whenever an older program could misread what
 * this one writes: a field of a document or a key, a parameter of a grid, a message through Temporal.
 */
export const schemaVersion = migrations.at(-1)?.to ?? firstSchema;

const changes = (collection: string): readonly Migration[] =>
  migrations.filter(({ upgrades }) => collection in upgrades);

/** The version of a collection's present shape: what its documents have as `v`. */
export const shapeOf = (collection: string): number => changes(collection).at(-1)?.to ?? firstSchema;

/** A document in the shape that its collection has at a version of the schema, whichever earlier one it was written in. */
export const inShapeOf = <D extends Document>(version: number, collection: string, document: D): D =>
  changes(collection)
    .filter(({ to }) => to > (document['v'] as number) && to <= version)
    .reduce<Document>((before, { to, upgrades }) => ({ ...upgrades[collection]?.(before), v: to }), document) as D;

/** A document in its collection's present shape; the very document where it is in that already. */
export const inPresentShape = <D extends Document>(collection: string, document: D): D =>
  inShapeOf(schemaVersion, collection, document);
