import type { EngineId } from '../core/engine.ts';
import type { FitKey } from '../core/keys.ts';
import type { FoldKey } from '../core/results.ts';
import { lookUps, mapConcurrently } from './concurrently.ts';
import type { Timing } from './documents.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, deleteById, fieldsOf, findById, replaceById } from './stored.ts';

/** What a worker process trained lately, as JSON of `Recent`, newest last; replaced by that worker alone. */
type RateFields = {
  readonly engine?: EngineId;
  readonly host: string;
  readonly finishedAt: number;
  readonly recent: string;
};
type Recent = readonly (readonly [rate: number, seconds: number, finishedAt: number])[];

/** How fast a fold was trained: what `plan` estimates from. */
export type RecentRate = Pick<Timing, 'worker' | 'host' | 'rate' | 'seconds' | 'finishedAt'>;

const timingsOf = (store: Store) => collection<Timing>(store, 'timings');
const ratesOf = (store: Store) => collection<RateFields>(store, 'rates');

const keptPerWorker = 32;
const keptWorkers = 64;

/** Records when and by whom a fold or a fit was trained; the first record stands. */
export const insertTiming = async (
  store: Store,
  key: FoldKey | FitKey,
  timing: Timing,
): Promise<'inserted' | 'exists'> => await insertOnce(timingsOf(store), { _id: key, v: 1, ...timing });

/** The timings of `keys`, in their order. */
export const readTimings = async (
  store: Store,
  keys: readonly (FoldKey | FitKey)[],
): Promise<readonly (Timing | null)[]> =>
  await mapConcurrently(keys, lookUps, async (key) => {
    const document = await findById(timingsOf(store), key);
    return document === null ? null : fieldsOf(document);
  });

/** The latest `limit` rates of all workers with that engine, newest first; reads a few documents, however many folds there are. */
export const recentRates = async (store: Store, limit: number, engine: EngineId): Promise<readonly RecentRate[]> => {
  const documents = await ratesOf(store).find().toArray();
  const byAge = documents.toSorted((a, b) => b.finishedAt - a.finishedAt);
  for (const { _id } of byAge.slice(keptWorkers)) await deleteById(ratesOf(store), _id);
  return byAge
    .filter((each) => (each.engine ?? 'wasm') === engine)
    .flatMap(({ _id: worker, host, recent }) =>
      (JSON.parse(recent) as Recent).map(([rate, seconds, finishedAt]) => ({
        worker,
        host,
        rate,
        seconds,
        finishedAt,
      })),
    )
    .toSorted((a, b) => b.finishedAt - a.finishedAt)
    .slice(0, limit);
};

/** Adds to a worker's latest rates, from which others estimate how long a grid takes; written by that worker alone. */
export const appendRate = async (
  store: Store,
  { worker, host, rate, seconds, finishedAt }: Timing,
  engine: EngineId,
): Promise<void> => {
  const known = await findById(ratesOf(store), worker);
  const before = known === null ? [] : (JSON.parse(known.recent) as Recent);
  const recent = JSON.stringify([...before, [rate, seconds, finishedAt]].slice(-keptPerWorker));
  await replaceById(ratesOf(store), { _id: worker, v: 1, engine, host, finishedAt, recent });
};
