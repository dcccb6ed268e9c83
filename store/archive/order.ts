/** Pieces, named by what leads to them. */
const first: readonly string[] = ['blobChunks', 'innards', 'rankingPages'];
/** What leads to documents of other collections, which are to be there before. */
const last: readonly string[] = ['embeddings', 'folds', 'fits', 'rankings', 'marks'];

/** Where a collection's documents stand among others of the same moment: what is led to comes before what leads there. */
export const placeInSection = (collection: string): number =>
  first.includes(collection) ? 0 : last.includes(collection) ? 2 : 1;

/** Results and what they consist of: of no sweep, shared by all. */
const results: readonly string[] = [
  'blobChunks',
  'blobs',
  'innards',
  'folds',
  'timings',
  'embeddings',
  'fits',
  'mismatches',
  'looks',
];

/** Documents of one sweep: its own, what was asked of it, how it stands. */
const ofSweeps: readonly string[] = ['sweeps', 'requests', 'marks', 'failures', 'attempts', 'rankings', 'rankingPages'];

/** Whether an archive may hold documents of a collection, and in which part; null: neither. */
export const partOf = (collection: string): 'sweeps' | 'results' | null => {
  if (results.includes(collection)) return 'results';
  return ofSweeps.includes(collection) || /^(rows|progress)_[a-z][a-z0-9]{7}$/.test(collection) ? 'sweeps' : null;
};
