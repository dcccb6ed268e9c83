import { basename, resolve } from 'node:path';

import { SweepError } from '../core/errors.ts';
import type { Grid } from '../core/grid.ts';
import { gridDigest } from '../core/keys.ts';
import type { Sweep } from '../store/documents.ts';
import { describeGrid } from './grid/describe-grid.ts';
import { readGrid } from './grid/parse-grid.ts';
import { gridDifferences } from './grid-differences.ts';
import { ask } from './ask.ts';
import { detach } from './detach.ts';
import { rememberNamed } from './named-here.ts';
import { planLine, refuseUntrainable } from './plan/plan-line.ts';
import { prepareSweep, storeSweep, sweepDocument } from './prepare-sweep.ts';
import type { PreparedSweep } from './prepare-sweep.ts';
import { say } from './say.ts';
import { serve } from './serve.ts';
import { openSession } from './session.ts';
import { slotWish } from './slot-wish.ts';
import { takeUp } from './take-up.ts';

export type StartOptions = {
  readonly grid: string;
  readonly name: string | undefined;
  readonly slots: number | undefined;
  readonly detach: boolean;
};

/** Files whose content is another than at the start, word lists and vectors too. */
const changedFiles = (taken: Sweep, made: PreparedSweep): readonly string[] => {
  if (taken.files.length !== made.files.length) return ['which files there are'];
  return made.files
    .filter(({ digest }, at) => digest !== taken.files[at]?.digest)
    .map(({ path }) => `the content of ${basename(path)}`);
};

/** The same name with another grid is the user's error: says what differs. */
const refuseOther = (taken: Sweep, made: PreparedSweep): void => {
  const digest = gridDigest(
    made.grid,
    made.files.map((file) => file.digest),
  );
  if (digest === taken.gridDigest) return;
  const differences = gridDifferences(taken.grid, made.grid);
  const what = [...differences, ...changedFiles(taken, made)].slice(0, 10).map((line) => `  - ${line}`);
  throw new SweepError({
    code: 'NAME_TAKEN',
    message: `Another grid was started as "${taken.name}". What differs:\n${what.join('\n')}`,
    fix: `start it under a name of its own: --name ${taken.name}-2 (folds that both have are reused)`,
  });
};

const prepareTrainable = async (grid: Grid, file: string, slots: number): Promise<PreparedSweep> => {
  const made = await prepareSweep(grid);
  await refuseUntrainable(made, file, slots);
  return made;
};

/** Starts a sweep, or attaches to it; works on it and shows it until it is done. @returns the exit code */
export const start = async (options: StartOptions): Promise<number> => {
  const grid = await readGrid(options.grid);
  const name = options.name ?? grid.name;
  const wish = slotWish(options.slots);
  const preparing = prepareTrainable(grid, options.grid, wish.wanted);
  preparing.catch(() => undefined); // awaited below; the servers start meanwhile
  await using session = await openSession({ create: true, slots: wish }).catch(async (error: unknown) => {
    await preparing; // a fault in the grid's data is told first
    throw error;
  });
  const made = await preparing;
  say(describeGrid(made.grid, made.summary, made));
  const sweep = sweepDocument(name, resolve(options.grid), made);
  await rememberNamed(session, sweep);
  const inserted = await storeSweep(session.store, sweep, made);
  if (inserted.state === 'taken') {
    refuseOther(inserted.sweep, made);
    return await takeUp(session, inserted.sweep, { ...options, retry: false });
  }
  say(await planLine(made, session.store, session.services.slots));
  await ask(session, sweep, 'start');
  return options.detach ? detach(session, sweep, options.slots) : await serve(session, sweep);
};
