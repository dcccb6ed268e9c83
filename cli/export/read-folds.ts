import { foldKeysOf } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import { allTrials } from '../../core/space.ts';
import type { Trial } from '../../core/space.ts';
import { mapInOrder } from '../../store/concurrently.ts';
import { readFoldHeads } from '../../store/folds.ts';
import type { Store } from '../../store/open-store.ts';
import { foldsOfRow, lineOfHead } from './fold-lines.ts';
import type { FoldLine } from './fold-lines.ts';
import type { Marks, Places } from './places.ts';
import { createRowWindow } from './row-window.ts';

export type TrialFolds = { readonly trial: Trial; readonly place: Marks | null; readonly folds: readonly FoldLine[] };

const trialsAhead = 16;

/**
 * The known folds of every trial, in the order of the grid: of a scored trial all, from its row; of one that failed those
 * below the failure, and the failure; of one that is not decided those that are stored.
 */
export const readTrialFolds = (
  store: Store,
  plan: Plan,
  places: Places,
  options: { readonly retry: number; readonly trials?: Iterable<Trial> },
): AsyncGenerator<TrialFolds> => {
  const window = createRowWindow(store, plan, options.retry);
  const stored = async (trial: Trial, below: number): Promise<readonly FoldLine[]> => {
    const heads = await readFoldHeads(store, foldKeysOf(plan, trial).slice(0, below));
    return heads.flatMap((head, split) => (head === null ? [] : [lineOfHead(plan, split, head)]));
  };
  const foldsOf = async (trial: Trial, place: Marks | null): Promise<readonly FoldLine[]> => {
    if (place !== null) {
      const row = await window.take(trial.hash);
      if (row.state === 'scored') return foldsOfRow(plan, row);
    }
    const failure = places.failureOf(trial.index);
    if (failure === null) return await stored(trial, plan.space.splits);
    const { code, message, fold } = failure;
    return [...(await stored(trial, fold - 1)), { split: fold - 1, state: 'failed', code, message }];
  };
  return mapInOrder(options.trials ?? allTrials(plan.space), trialsAhead, async (trial) => {
    const place = places.marksOf(trial.index);
    return { trial, place, folds: await foldsOf(trial, place) };
  });
};
