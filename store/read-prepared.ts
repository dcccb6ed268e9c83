import type { Prepared } from './documents.ts';

/** What earlier versions had no need to say. */
const nothingElse: Pick<Prepared, 'vectors' | 'outside'> = { vectors: [], outside: [] };

/** What was prepared of the data, from the JSON that is stored. */
export const readPrepared = (json: string): Prepared => ({ ...nothingElse, ...(JSON.parse(json) as Prepared) });
