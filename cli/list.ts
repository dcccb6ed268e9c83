import { createPlan } from '../activities/plan.ts';
import type { Sweep } from '../store/documents.ts';
import { listSweeps } from '../store/sweeps.ts';
import { moment } from './amounts.ts';
import { readPresentCounts } from './counts.ts';
import type { Counts } from './counts.ts';
import { finished } from './exit-codes.ts';
import { count } from './grid/page.ts';
import { ruledTable } from './ruled-table.ts';
import { say } from './say.ts';
import { readingSession } from './session.ts';
import type { Session } from './session.ts';
import { nextCommand } from './status-view.ts';

export type ListOptions = { readonly json: boolean; readonly plain: boolean };

/** A sweep in the list of all. */
export type Listed = {
  readonly sweep: Pick<Sweep, 'name' | 'startedAt'>;
  readonly trials: number;
  readonly counts: Counts;
};

/** The object of `list --json`, the oldest sweep first. */
export const listJson = (sweeps: readonly Listed[]) => ({
  v: 1,
  sweeps: sweeps.map(({ sweep, trials, counts }) => ({
    sweep: sweep.name,
    state: counts.state,
    folds: { total: counts.total, done: counts.done, failed: counts.failed },
    trials,
    edition: counts.wishes.edition,
    startedAt: new Date(sweep.startedAt).toISOString(),
    finishedAt: counts.finishedAt === null ? null : new Date(counts.finishedAt).toISOString(),
  })),
});

const timesText = (edition: number): string => (edition === 1 ? 'once' : `${edition} times`);

/** All sweeps as a table, the oldest first, and the command for those that wait for somebody. */
export const listTable = (sweeps: readonly Listed[], plain: boolean): string => {
  const amended = sweeps.some(({ counts }) => counts.wishes.edition > 0);
  const rows = sweeps.map(({ sweep, trials, counts }) => {
    const { state, done, failed, total } = counts;
    return [
      sweep.name,
      state,
      count(trials),
      `${count(done)} of ${count(total)}`,
      count(failed),
      moment(sweep.startedAt),
      ...(amended ? [counts.wishes.edition === 0 ? '' : timesText(counts.wishes.edition)] : []),
    ];
  });
  const waiting = sweeps.filter(({ counts }) => counts.state !== 'done' && counts.state !== 'running');
  const next = waiting.map(({ sweep, counts }) => `Go on: ${nextCommand(sweep.name, counts.state)}`);
  const heads = ['sweep', 'state', 'trials', 'folds', 'failed folds', 'started', ...(amended ? ['amended'] : [])];
  const right = [false, false, true, true, true, false, false];
  return [ruledTable(heads, right, rows, plain), ...(next.length > 0 ? ['', ...next] : []), ''].join('\n');
};

/** Prints all sweeps of the store. @returns the exit code */
export const printList = async ({ store, where }: Session, { json, plain }: ListOptions): Promise<number> => {
  const sweeps: Listed[] = await Promise.all(
    (await listSweeps(store)).map(async (sweep) => {
      const { plan, counts } = await readPresentCounts(store, createPlan(sweep));
      return { sweep, trials: plan.space.trials, counts };
    }),
  );
  if (json) console.log(JSON.stringify(listJson(sweeps)));
  else if (sweeps.length === 0) say(`There is no sweep in ${where}. Start one: sweep start <grid>`);
  else process.stdout.write(listTable(sweeps, plain));
  return finished.done;
};

/** @returns the exit code */
export const list = async (options: ListOptions): Promise<number> => {
  await using session = await readingSession();
  return await printList(session, options);
};
