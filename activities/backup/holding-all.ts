import type { Sweep } from '../../store/documents.ts';
import { holding } from '../../store/holds.ts';
import type { Store } from '../../store/open-store.ts';

/** Does `work` while nobody frees what any of the sweeps leads to. It may be done twice (see `holding`). */
export const holdingAll = async <Result>(
  store: Store,
  sweeps: readonly Sweep[],
  work: () => Promise<Result>,
): Promise<Result> => {
  const [sweep, ...others] = sweeps;
  if (sweep === undefined) return await work();
  return await holding(store, { kind: 'sweep', sweep }, async () => await holdingAll(store, others, work));
};
