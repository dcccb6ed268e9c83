import { setTimeout as sleep } from 'node:timers/promises';

import { createPlan } from '../activities/plan.ts';
import type { Plan } from '../activities/plan.ts';
import { presentRows } from '../activities/present-rows.ts';
import { digitsOf } from '../activities/ranking.ts';
import { SweepError } from '../core/errors.ts';
import { shortId } from '../scoring/short-id.ts';
import type { Sweep } from '../store/documents.ts';
import { addLooks, readGlance, readLooks, replaceGlance } from '../store/glances.ts';
import type { Glance } from '../store/glances.ts';
import { readMismatches } from '../store/mismatches.ts';
import { createRowReader } from '../store/rows.ts';
import { listSweeps } from '../store/sweeps.ts';
import { createHistory } from '../activities/amendment-history.ts';
import { readPresentCounts } from './counts.ts';
import { finished } from './exit-codes.ts';
import { createCrowd } from './crowd.ts';
import { findSweep } from './find-sweep.ts';
import { interruption } from './interruption.ts';
import { wantsColour } from './leaderboard-table.ts';
import { printList } from './list.ts';
import { outputWidth } from './print-leaderboard.ts';
import { readingSession } from './session.ts';
import type { Session } from './session.ts';
import { statusJson } from './status-json.ts';
import { createSharedStatus, isOver } from './shared-status.ts';
import { countsText, statusText } from './status-text.ts';
import type { FailedTrial, StatusView } from './status-view.ts';

export type StatusCommand = {
  readonly name: string | undefined;
  readonly watch: boolean;
  readonly json: boolean;
  readonly plain: boolean;
};

const byName = (a: FailedTrial, b: FailedTrial): number => (a.name < b.name ? -1 : 1);

/** Reads how a sweep stands, again and again. Rows are read only where a trial has failed: they alone say why. */
const createStatus = ({ store }: Session, first: Plan): (() => Promise<StatusView>) => {
  const rows = createRowReader(store, first.sweep.uid);
  const readHistory = createHistory(store);
  let known = first; // another one once the sweep is amended
  return async () => {
    const { plan, counts } = await readPresentCounts(store, known);
    known = plan;
    const { sweep, space } = plan;
    const decided = counts.failed > 0 ? presentRows(plan, await rows.read(counts.wishes.retry)) : [];
    const failures = decided.flatMap((row): readonly FailedTrial[] => {
      if (row.state !== 'failed') return [];
      return [{ id: shortId(row.trial, digitsOf(plan)), name: row.name, failure: row.failure }];
    });
    return {
      sweep,
      caveats: sweep.prepared.caveats,
      trials: space.trials,
      splits: space.splits,
      counts,
      history: await readHistory(sweep),
      failures: failures.toSorted(byName),
      mismatches: await readMismatches(store, sweep.uid),
    };
  };
};

const againMs = 1_000;
/** The store may be away for a while (its server restarts); a view that shows nothing new is not worth an error. */
const storeAwayMs = 60_000;

/** Shows a sweep until it is done, paused or stopped: on a terminal in place, elsewhere a line per change. */
const watch = async (read: ReturnType<typeof createSharedStatus>, plain: boolean): Promise<number> => {
  const signal = interruption();
  const inPlace = process.stdout.isTTY && !plain;
  const update = inPlace ? (await import('log-update')).createLogUpdate(process.stdout) : null;
  let last = '';
  let readAt = Date.now();
  while (!signal.aborted) {
    const shown = await read().catch((error: unknown) => {
      if (Date.now() - readAt > storeAwayMs) throw error;
      return null;
    });
    if (shown !== null) {
      const { view } = shown;
      readAt = Date.now();
      const { state } = view.counts;
      const over = isOver(view);
      const options = { width: outputWidth(), colour: wantsColour(process.stdout), plain, watching: true };
      const line = `${view.sweep.name} ${state}, ${countsText(view.counts)}`;
      if (update !== null) update(statusText(view, options).trimEnd());
      else if (over) process.stdout.write(statusText(view, options));
      else if (line !== last) console.log(line);
      last = line;
      if (over) {
        update?.done();
        return finished.done;
      }
    }
    const spread = 0.8 + 0.4 * Math.random(); // many that began together do not look together
    await sleep(spread * (shown?.againInMs ?? againMs), undefined, { signal }).catch(() => undefined); // raised: the loop ends
  }
  update?.done();
  return finished.interrupted;
};

const noSweep = ({ where }: Session): SweepError =>
  new SweepError({
    code: 'NOT_FOUND',
    message: `There is no sweep in ${where}.`,
    fix: 'start one: sweep start <grid>',
  });

/** The sweep of that name, or the only one; null where there are several. */
const chosenSweep = async (session: Session, name: string | undefined): Promise<Sweep | null> => {
  if (name !== undefined) return findSweep(session, name);
  const sweeps = await listSweeps(session.store);
  if (sweeps.length === 0) throw noSweep(session);
  return sweeps.length === 1 ? (sweeps[0] as Sweep) : null;
};

/** Shows how a sweep stands; without a name the only one, or else all of them. @returns the exit code */
export const status = async ({ name, watch: again, json, plain }: StatusCommand): Promise<number> => {
  await using session = await readingSession();
  const sweep = await chosenSweep(session, name);
  if (sweep === null && again) {
    throw new SweepError({
      code: 'USAGE',
      message: 'There are several sweeps.',
      fix: 'name one: sweep status <name> --watch',
    });
  }
  if (sweep === null) return await printList(session, { json, plain });
  const read = createStatus(session, createPlan(sweep));
  if (again) {
    const shared = {
      read: () => readGlance(session.store, sweep.uid),
      replace: (glance: Glance) => replaceGlance(session.store, sweep.uid, glance),
    };
    const crowd = createCrowd({
      read: () => readLooks(session.store, sweep.uid),
      add: (looks: number) => addLooks(session.store, sweep.uid, looks),
    });
    return await watch(createSharedStatus(shared, read, crowd), plain);
  }
  const view = await read();
  if (json) console.log(JSON.stringify(statusJson(view)));
  else
    process.stdout.write(
      statusText(view, { width: outputWidth(), colour: wantsColour(process.stdout), plain, watching: false }),
    );
  return finished.done;
};
