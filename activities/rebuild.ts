import type { Round } from '../core/messages.ts';
import { nextEmbedding, nextModel } from '../core/space.ts';
import type { Store } from '../store/open-store.ts';
import { removeRanking } from '../store/rankings.ts';
import { correctRowBook, putRow, readRow } from '../store/rows.ts';
import { createDecider, rowOf, runsOf } from './decide.ts';
import { createKnownFolds } from './known-folds.ts';
import type { Plan, RunPlan } from './plan.ts';
import { publishLeaderboard } from './publish.ts';

/** What came of making a sweep's rows again: how many trials of each kind. */
export type Rebuilt = {
  readonly same: number; // the row that was there already
  readonly made: number; // there was none
  readonly corrected: number; // another row was there
  readonly undecided: number; // folds are missing, and there is no row
  readonly groundless: number; // a row without the folds that would decide it: kept, since nothing else knows that score
  readonly copies: number; // documents of the rows' order and copies that were gone or said something else than the rows
  readonly ranking: 'published' | 'missing';
};

type Kind = keyof Omit<Rebuilt, 'ranking' | 'copies'>;

/**
 * Makes every row, the copies of rows and the ranking of a sweep again from its stored folds, byte for byte. Each is
 * replaced in place and is a pure function of its folds, so this may be killed at any moment and run beside a sweep that
 * is being trained.
 */
export const rebuild = async (
  store: Store,
  plan: Plan,
  round: Round,
  onTrials: (trials: number) => void,
): Promise<Rebuilt> => {
  const { sweep, space } = plan;
  const decider = createDecider(store, createKnownFolds(store));
  const counts = { same: 0, made: 0, corrected: 0, undecided: 0, groundless: 0 };
  const put = async (runs: readonly RunPlan[]): Promise<readonly Kind[]> => {
    const trials = runs[0]?.cell.trials ?? [];
    const standings = await decider.standings(plan, round, runs);
    return Promise.all(
      trials.map(async (trial, at) => {
        const row = rowOf(plan, trial, standings[at] ?? []);
        const stored = row?.state === 'scored' ? null : await readRow(store, sweep.uid, trial.hash, round.retry);
        if (stored !== null && (row === null || stored.state === 'scored')) return 'groundless';
        if (row === null) return 'undecided';
        const was = await putRow(store, sweep.uid, row, round.retry);
        if (was !== 'renamed') return was;
        return round.edition > 0 ? 'same' : 'corrected'; // a name out of the grid before, where there was one
      }),
    );
  };
  let trials = 0;
  for (let e = nextEmbedding(space, 0); e !== null; e = nextEmbedding(space, e + 1)) {
    for (let m = nextModel(space, e, 0); m !== null; m = nextModel(space, e, m + 1)) {
      for (const kind of await put(runsOf(plan, e, m))) {
        counts[kind]++;
        onTrials(++trials);
      }
    }
  }
  const copies = await correctRowBook(store, sweep.uid); // before the ranking, which is made from them
  await removeRanking(store, sweep.uid, round.edition, round.retry);
  return { ...counts, copies, ranking: await publishLeaderboard(store, plan, round) };
};
