import { setTimeout as sleep } from 'node:timers/promises';

import { SweepError } from '../core/errors.ts';
import { metrics } from '../core/grid.ts';
import type { Metric } from '../core/grid.ts';
import type { Sweep } from '../store/documents.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { leaderboardByAxis } from './leaderboard-by-axis.ts';
import { leaderboardCsv, leaderboardMarkdown } from './leaderboard-formats.ts';
import { leaderboardTable } from './leaderboard-table.ts';
import type { LeaderboardView } from './leaderboard-view.ts';
import { axisOf, parseWhere } from './leaderboard-where.ts';
import { createLeaderboard, leaderboardJsonText, outputWidth, tableOptions } from './print-leaderboard.ts';
import type { Timed } from './print-leaderboard.ts';
import { interruption } from './interruption.ts';
import { readingSession } from './session.ts';
import type { Session } from './session.ts';

export type LeaderboardOptions = {
  readonly name: string;
  readonly top: number;
  readonly by: string | undefined;
  readonly columns: string | undefined;
  readonly where: string | undefined;
  readonly groupBy: string | undefined;
  readonly watch: boolean;
  readonly plain: boolean;
  readonly excel: boolean;
  readonly as: 'table' | 'csv' | 'md' | 'json';
};

/** The metric of that name. @throws {SweepError} USAGE */
export const metricOf = (by: string | undefined): Metric | undefined => {
  if (by === undefined) return undefined;
  const metric = metrics.find((each) => each === by);
  if (metric !== undefined) return metric;
  throw new SweepError({ code: 'USAGE', message: `--by ${by} is no metric.`, fix: `one of ${metrics.join(', ')}` });
};

const textOf = (view: LeaderboardView, options: LeaderboardOptions): string => {
  const { plain, top, as } = options;
  const where = options.where === undefined ? () => true : parseWhere(view, options.where);
  const columns = options.columns?.split(',').map((name) => name.trim()) ?? null;
  if (options.groupBy !== undefined) {
    const axis = axisOf(view.axes, options.groupBy, '--group-by');
    return leaderboardByAxis(view, axis, { width: outputWidth(), plain, where });
  }
  switch (as) {
    case 'json':
      return `${leaderboardJsonText(view)}\n`;
    case 'csv':
      return leaderboardCsv(view, { excel: options.excel }, where);
    case 'md':
      return leaderboardMarkdown(view, columns, where);
    case 'table':
      return `${leaderboardTable(view, tableOptions({ plain, top, columns, where }))}\n`;
    default:
      return as satisfies never;
  }
};

/** Which trials' seconds the form of output shows. */
const timedOf = ({ as, groupBy, where, top }: LeaderboardOptions): Timed => {
  if (as === 'json' || groupBy !== undefined) return 'none';
  return as === 'table' ? { top: where === undefined ? top : Infinity } : 'all';
};

const watchEveryMs = 1_000;

/** Prints the table again whenever it changes, until the sweep rests or somebody interrupts. */
const watch = async (session: Session, sweep: Sweep, options: LeaderboardOptions): Promise<void> => {
  const signal = interruption();
  const read = createLeaderboard(session, sweep);
  const update = process.stdout.isTTY ? (await import('log-update')).createLogUpdate(process.stdout) : null;
  let last = '';
  while (!signal.aborted) {
    const view = await read({ by: metricOf(options.by), timed: timedOf(options) });
    const text = textOf(view, options);
    if (text !== last) (update ?? console.log)(text.trimEnd());
    last = text;
    if (view.state !== 'running') break;
    await sleep(watchEveryMs, undefined, { signal }).catch(() => undefined); // raised: the loop ends
  }
  update?.done();
};

/** Prints the ranked trials of a sweep. @returns the exit code */
export const leaderboard = async (options: LeaderboardOptions): Promise<number> => {
  const by = metricOf(options.by);
  await using session = await readingSession();
  const sweep = await findSweep(session, options.name);
  if (options.watch) {
    await watch(session, sweep, options);
    return finished.done;
  }
  const view = await createLeaderboard(session, sweep)({ by, timed: timedOf(options) });
  process.stdout.write(textOf(view, options));
  return finished.done;
};
