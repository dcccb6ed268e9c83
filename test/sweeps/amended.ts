import { createPlan } from '../../activities/plan.ts';
import { runsOf } from '../../activities/decide.ts';
import type { FoldKey } from '../../core/results.ts';
import { nextEmbedding, nextModel } from '../../core/space.ts';
import type { SweepUid } from '../../store/documents.ts';
import { readFoldHeads } from '../../store/folds.ts';
import type { Store } from '../../store/open-store.ts';
import { readSweep } from '../../store/sweeps.ts';

/** The keys of all folds of a sweep as of one of its editions. */
export const foldKeysOf = async (store: Store, uid: SweepUid, edition: number): Promise<ReadonlySet<FoldKey>> => {
  const sweep = await readSweep(store, uid, edition);
  if (sweep === null) throw new Error(`no edition ${edition} of ${uid}`);
  const plan = createPlan(sweep);
  const { space } = plan;
  const keys = new Set<FoldKey>();
  for (let e = nextEmbedding(space, 0); e !== null; e = nextEmbedding(space, e + 1))
    for (let m = nextModel(space, e, 0); m !== null; m = nextModel(space, e, m + 1))
      for (const { folds } of runsOf(plan, e, m)) for (const { key } of folds) keys.add(key);
  return keys;
};

/** Those of some folds that were trained, whenever and by whom: a worker that is killed may have stored one and not its timing. */
export const trainedOf = async (store: Store, keys: ReadonlySet<FoldKey>): Promise<ReadonlySet<FoldKey>> => {
  const all = [...keys];
  const heads = await readFoldHeads(store, all);
  return new Set(all.filter((_, at) => heads[at] !== null));
};
