import type { Document } from 'mongodb';
import type { Migration } from './migration.ts';

/** What sweeps did not say before they could have such a thing; `reading`: how their data were read was not kept. */
const nothingOfThese = { lists: [], reading: null, vectors: [], outside: [], test: null, heldOut: null };

const upgradeSweep = (document: Document): Document => ({
  ...document,
  prepared: JSON.stringify({ ...nothingOfThese, ...(JSON.parse(document['prepared'] as string) as object) }),
});

/** Sweeps of the first shape had neither lists of words, vectors of files, outside texts, test rows nor a hold-out file. */
export const sweepsSayAll: Migration = {
  to: 2,
  what: 'sweeps say what was prepared of word lists, files of vectors, outside texts, test rows and a hold-out file',
  upgrades: { sweeps: upgradeSweep },
};
