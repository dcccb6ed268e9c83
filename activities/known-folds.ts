import type { FoldKey } from '../core/results.ts';
import { readFoldHeads } from '../store/folds.ts';
import type { FoldHead } from '../store/folds.ts';
import type { Store } from '../store/open-store.ts';

/** Stored folds never change, so what was read once is remembered; what was missing is asked for again. */
export type KnownFolds = {
  readonly read: (keys: readonly FoldKey[]) => Promise<readonly (FoldHead | null)[]>;
  /** Whether all are stored; stops at the first that is missing, looked for from the end, which is trained last. */
  readonly all: (keys: readonly FoldKey[]) => Promise<boolean>;
};

const remembered = 20_000;

export const createKnownFolds = (store: Store): KnownFolds => {
  const heads = new Map<FoldKey, FoldHead>();
  const remember = (key: FoldKey, head: FoldHead): void => {
    if (heads.size >= remembered) heads.delete(heads.keys().next().value as FoldKey);
    heads.set(key, head);
  };
  const read = async (keys: readonly FoldKey[]): Promise<readonly (FoldHead | null)[]> => {
    const unknown = keys.filter((key) => !heads.has(key));
    const found = await readFoldHeads(store, unknown);
    unknown.forEach((key, at) => {
      const head = found[at];
      if (head) remember(key, head);
    });
    return keys.map((key) => heads.get(key) ?? null);
  };
  const all = async (keys: readonly FoldKey[]): Promise<boolean> => {
    for (const key of keys.toReversed()) if ((await read([key]))[0] === null) return false;
    return true;
  };
  return { read, all };
};
