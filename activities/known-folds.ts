import type { SweepUid } from '../core/messages.ts';
import type { FoldKey } from '../core/results.ts';
import { readFoldHeads } from '../store/folds.ts';
import type { FoldHead } from '../store/folds.ts';
import type { Store } from '../store/open-store.ts';

/**
 * Stored folds never change, so what was read once is remembered; what was missing is asked for again. Remembered for one
 * sweep alone: a fold stays while a sweep leads to it, and may be freed before another does.
 */
export type KnownFolds = {
  readonly read: (sweep: SweepUid, keys: readonly FoldKey[]) => Promise<readonly (FoldHead | null)[]>;
  /** Whether all are stored; stops at the first that is missing, looked for from the end, which is trained last. */
  readonly all: (sweep: SweepUid, keys: readonly FoldKey[]) => Promise<boolean>;
};

const remembered = 20_000;

export const createKnownFolds = (store: Store): KnownFolds => {
  const heads = new Map<string, FoldHead>();
  const remember = (id: string, head: FoldHead): void => {
    if (heads.size >= remembered) heads.delete(heads.keys().next().value as string);
    heads.set(id, head);
  };
  const read = async (sweep: SweepUid, keys: readonly FoldKey[]): Promise<readonly (FoldHead | null)[]> => {
    const idOf = (key: FoldKey): string => `${sweep}:${key}`;
    const unknown = keys.filter((key) => !heads.has(idOf(key)));
    const found = await readFoldHeads(store, unknown);
    unknown.forEach((key, at) => {
      const head = found[at];
      if (head) remember(idOf(key), head);
    });
    return keys.map((key) => heads.get(idOf(key)) ?? null);
  };
  const all = async (sweep: SweepUid, keys: readonly FoldKey[]): Promise<boolean> => {
    for (const key of keys.toReversed()) if ((await read(sweep, [key]))[0] === null) return false;
    return true;
  };
  return { read, all };
};
