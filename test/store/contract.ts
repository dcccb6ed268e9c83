import { describe } from 'vitest';
import { amendmentContract } from './contract/amendments.ts';
import { blobContract } from './contract/blobs.ts';
import { createDatabases } from './contract/databases.ts';
import { fitContract } from './contract/fits.ts';
import { foldContract } from './contract/folds.ts';
import { holdContract } from './contract/holds.ts';
import { insertContract } from './contract/inserts.ts';
import { lifeContract } from './contract/life.ts';
import { markContract } from './contract/marks.ts';
import { openingContract } from './contract/opening.ts';
import { migratingContract } from './contract/migrating.ts';
import { rowContract } from './contract/rows.ts';
import { sweepContract } from './contract/sweeps.ts';
import { timingContract } from './contract/timings.ts';

/** What the store promises, whichever server keeps it: called once for every server there is. */
export const storeContract = (server: string, uri: string): void => {
  describe(`store on ${server}`, () => {
    const databases = createDatabases(uri);
    openingContract(databases);
    migratingContract(databases);
    insertContract(databases);
    sweepContract(databases);
    amendmentContract(databases);
    foldContract(databases);
    fitContract(databases);
    timingContract(databases);
    rowContract(databases);
    markContract(databases);
    blobContract(databases);
    holdContract(databases);
    lifeContract(databases);
  });
};
