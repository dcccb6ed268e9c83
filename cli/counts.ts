import { createPlan } from '../activities/plan.ts';
import type { Plan } from '../activities/plan.ts';
import { doneMark } from '../activities/publish.ts';
import { readState } from '../activities/state.ts';
import type { StateNow } from '../activities/state.ts';
import { readMarkTime } from '../store/marks.ts';
import type { Store } from '../store/open-store.ts';
import { readProgress } from '../store/progress.ts';
import { readSweep } from '../store/sweeps.ts';
import { etaInterval } from './eta-interval.ts';
import type { EtaInterval } from './eta-interval.ts';
import { recentPace } from './recent-pace.ts';

/** How far a sweep is at one moment. */
export type Counts = StateNow & {
  readonly done: number; // folds scored
  readonly failed: number; // folds of failed trials that have no score
  readonly reused: number; // of `done`, known before this sweep needed them
  readonly total: number;
  readonly foldsPerSecond: number | null; // lately, while it runs
  readonly etaSeconds: number | null; // at that pace
  readonly etaRange: EtaInterval | null; // nine times in ten
  readonly finishedAt: number | null; // ms
};

/** Reads how far a sweep is: a few documents, however many folds it has. */
export const readCounts = async (store: Store, { sweep, space }: Pick<Plan, 'sweep' | 'space'>): Promise<Counts> => {
  const state = await readState(store, sweep);
  const { edition, retry } = state.wishes;
  const progress = (await readProgress(store, sweep.uid)).filter(
    (each) => each.edition === edition && each.retry === retry,
  );
  const sum = (of: 'done' | 'failed' | 'reused'): number => progress.reduce((all, each) => all + each[of], 0);
  const [done, failed, reused] = [sum('done'), sum('failed'), sum('reused')];
  const total = space.trials * space.splits;
  const foldsPerSecond = state.state === 'running' ? recentPace(progress, state.now) : null;
  const open = total - done - failed;
  const etaSeconds = foldsPerSecond === null ? null : open / foldsPerSecond;
  return {
    ...state,
    done,
    failed,
    reused,
    total,
    foldsPerSecond,
    etaSeconds,
    etaRange: etaSeconds === null ? null : etaInterval(etaSeconds, { open, total, trained: done - reused }),
    finishedAt: state.state === 'done' ? await readMarkTime(store, doneMark(sweep.uid, state.wishes)) : null,
  };
};

/** The same of a sweep as it is now, whatever edition the plan at hand is of, and its plan now. */
export const readPresentCounts = async (
  store: Store,
  plan: Plan,
): Promise<{ readonly plan: Plan; readonly counts: Counts }> => {
  for (let now = plan; ;) {
    const counts = await readCounts(store, now);
    const { edition } = counts.wishes;
    if (edition === now.sweep.edition) return { plan: now, counts };
    const sweep = await readSweep(store, plan.sweep.uid, edition);
    if (sweep === null) throw new Error(`edition ${edition} of sweep ${plan.sweep.uid} is not in this store`);
    now = createPlan(sweep);
  }
};
