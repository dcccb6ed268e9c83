import { createPlan, foldKeysOf } from '../activities/plan.ts';
import type { Plan } from '../activities/plan.ts';
import { paramsOf } from '../activities/publish.ts';
import { presentRows } from '../activities/present-rows.ts';
import { rankSweep } from '../activities/ranking.ts';
import { readSelection } from '../activities/selection.ts';
import type { Metric } from '../core/grid.ts';
import type { Round } from '../core/messages.ts';
import type { TrialRow } from '../core/results.ts';
import { trialAt } from '../core/space.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import { leaderboardJson } from '../scoring/leaderboard-json.ts';
import type { Confirmation } from '../scoring/what-if-words.ts';
import type { Selection } from '../scoring/winners-luck.ts';
import type { Sweep } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { createRowReader } from '../store/rows.ts';
import { readName } from '../store/sweeps.ts';
import { readTimings } from '../store/timings.ts';
import { confirmName, isConfirmation } from './confirm/confirmation.ts';
import { readPresentCounts } from './counts.ts';
import { leaderboardTable, wantsColour } from './leaderboard-table.ts';
import type { TableOptions } from './leaderboard-table.ts';
import type { LeaderboardRow, LeaderboardView } from './leaderboard-view.ts';
import type { Session } from './session.ts';

/** Trials whose seconds are looked up at most: each costs a look-up per fold. */
const mostTimed = 200;
/** Failed trials that a table shows. */
const failedTimed = 5;

/** Reads how long rows trained, all folds together; what is complete is remembered. */
const createSeconds = (store: Store, plan: Plan) => {
  const known = new Map<number, number>();
  return async (rows: readonly LeaderboardRow[]): Promise<ReadonlyMap<number, number>> => {
    const seconds = new Map<number, number>();
    for (const { index } of rows) {
      const keys = known.has(index) ? [] : foldKeysOf(plan, trialAt(plan.space, index));
      const timings = (await readTimings(store, keys)).flatMap((timing) => (timing === null ? [] : [timing.seconds]));
      const sum = known.get(index) ?? timings.reduce((all, each) => all + each, 0);
      if (timings.length === plan.space.splits) known.set(index, sum);
      if (timings.length > 0 || known.has(index)) seconds.set(index, sum);
    }
    return seconds;
  };
};

/** Reads what is expected of the best of a round that is done, once for each round. */
const createSelection = (store: Store, plan: Plan) => {
  const known = new Map<string, Selection | null>();
  return async (round: Round, rows: readonly TrialRow[]): Promise<Selection | null> => {
    const name = `${round.edition}:${round.retry}`;
    const selection = known.get(name) ?? (await readSelection(store, plan, round, rows));
    if (selection !== null) known.set(name, selection); // a large sweep's is not there before its ranking is
    return selection;
  };
};

/** Whose seconds are wanted: everybody's, or those of the first so many and of the trial to take, as a table shows them. */
export type Timed = 'none' | 'all' | { readonly top: number };

const timedRows = ({ scored, failed }: Leaderboard, timed: Timed): readonly LeaderboardRow[] => {
  if (timed === 'none') return [];
  if (timed === 'all') return [...scored, ...failed];
  const shown = scored.filter((row, at) => at < timed.top || row.take);
  return [...shown, ...failed.slice(0, failedTimed)].slice(0, mostTimed);
};

type LeaderboardOptions = { readonly by?: Metric | undefined; readonly timed?: Timed };

const readConfirmation = async (store: Store, { name, grid }: Sweep): Promise<Confirmation> => {
  if (isConfirmation({ ...grid, name })) return { state: 'is' };
  const second = confirmName(name);
  return (await readName(store, second)) === null ? { state: 'none' } : { state: 'started', sweep: second };
};

/** Reads what every form of the leaderboard shows, again and again, from the rows that are decided then. */
export const createLeaderboard = (
  { store }: Pick<Session, 'store'>,
  first: Sweep,
): ((options?: LeaderboardOptions) => Promise<LeaderboardView>) => {
  const rows = createRowReader(store, first.uid);
  const open = (plan: Plan) => ({
    plan,
    readSeconds: createSeconds(store, plan),
    readSelection: createSelection(store, plan),
  });
  let opened = open(createPlan(first)); // anew once the sweep is amended
  return async ({ by, timed = 'none' } = {}) => {
    const { plan, counts } = await readPresentCounts(store, opened.plan);
    if (plan !== opened.plan) opened = open(plan);
    const { sweep } = plan;
    const decided = presentRows(plan, await rows.read(counts.wishes.retry));
    const asDeclared = by === undefined || by === sweep.grid.rank.by;
    const selection = counts.state === 'done' && asDeclared ? await opened.readSelection(counts.wishes, decided) : null;
    const leaderboard = rankSweep(plan, decided, by, selection);
    const seconds = await opened.readSeconds(timedRows(leaderboard, timed));
    return {
      sweep: sweep.name,
      state: counts.state,
      declaredBy: sweep.grid.rank.by,
      caveats: sweep.prepared.caveats,
      trials: plan.space.trials,
      split: sweep.grid.split,
      confirmation: await readConfirmation(store, sweep),
      axes: plan.space.varying,
      leaderboard,
      paramsOf: (row) => paramsOf(plan, row),
      secondsOf: ({ index }) => seconds.get(index) ?? null,
    };
  };
};

/** The bytes of `leaderboard --json`. */
export const leaderboardJsonText = (view: LeaderboardView): string => JSON.stringify(leaderboardJson(view));

/** Width of stdout, also where it is no terminal. */
export const outputWidth = (): number => process.stdout.columns || 80; // 0 on a terminal of unknown size

const usualTop = 20;

export const tableOptions = (more: Partial<TableOptions> = {}): TableOptions => ({
  width: outputWidth(),
  colour: wantsColour(process.stdout),
  plain: false,
  top: usualTop,
  columns: null,
  where: () => true,
  ...more,
});

export const printLeaderboard = async (session: Session, sweep: Sweep): Promise<LeaderboardView> => {
  const view = await createLeaderboard(session, sweep)({ timed: { top: usualTop } });
  console.log(leaderboardTable(view, tableOptions()));
  return view;
};
