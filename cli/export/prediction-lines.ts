import { corpusDigest, foldKeysOf } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import type { Trial } from '../../core/space.ts';
import { getBlob } from '../../store/blobs.ts';
import { mapInOrder } from '../../store/concurrently.ts';
import { readFold } from '../../store/folds.ts';
import type { Store } from '../../store/open-store.ts';
import { readCorpus } from '../../text/corpus-bytes.ts';
import { indexOfLargest } from '../../training/network/head.ts';
import type { CsvCell } from '../csv.ts';
import { splitCells } from './fold-lines.ts';
import type { FoldLine } from './fold-lines.ts';

const foldsAhead = 2;

export const predictionColumns = ({ sweep }: Plan): readonly string[] => [
  'sweep',
  'id',
  'trial',
  'repeat',
  'fold',
  'row',
  'truth',
  'predicted',
  ...sweep.prepared.labels.map((label) => `p_${label}`),
];

/** Reads the true classes of the rows, once per set of text options. */
export const createTruth = (store: Store, plan: Plan): ((trial: Trial) => Promise<Uint32Array>) => {
  const known = new Map<string, Promise<Uint32Array>>();
  return async (trial) => {
    const digest = corpusDigest(plan, trial);
    const reading = known.get(digest) ?? getBlob(store, digest).then((bytes) => readCorpus(bytes).classes);
    known.set(digest, reading);
    return await reading;
  };
};

/**
 * The held-out predictions of a trial's scored folds, a line a row: the row's place among the rows of the data that were
 * used, from 1; its label; the likeliest label; and the probability of every label, exactly as stored (float32).
 */
export async function* predictionLines(
  store: Store,
  plan: Plan,
  { trial, folds }: { readonly trial: Trial; readonly folds: readonly FoldLine[] },
  truthOf: (trial: Trial) => Promise<Uint32Array>,
): AsyncGenerator<readonly (readonly CsvCell[])[]> {
  const { labels } = plan.sweep.prepared;
  const truth = await truthOf(trial);
  const keys = foldKeysOf(plan, trial);
  const scored = folds.filter(({ state }) => state === 'scored');
  const read = async ({ split }: FoldLine) => ({
    split,
    result: await readFold(store, keys[split] as (typeof keys)[0]),
  });
  for await (const { split, result } of mapInOrder(scored, foldsAhead, read)) {
    if (result?.state !== 'scored') continue; // freed since
    const { rows, probabilities } = result.predictions;
    const cells = splitCells(plan, split);
    yield Array.from(rows, (row, at) => {
      const own = probabilities.subarray(at * labels.length, (at + 1) * labels.length);
      const [actual, found] = [labels[truth[row] as number], labels[indexOfLargest(own)]] as [string, string];
      return [...cells, row + 1, actual, found, ...own];
    });
  }
}
