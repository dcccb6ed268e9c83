import { createPlan } from '../activities/plan.ts';
import { rebuild as rebuildSweep } from '../activities/rebuild.ts';
import type { Rebuilt } from '../activities/rebuild.ts';
import { readWishes } from '../activities/wishes.ts';
import { plural } from '../core/amounts.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { isTerminal, say } from './say.ts';
import { openSession } from './session.ts';

const showEveryMs = 500;

/** One line that changes while trials are gone through; nothing where nobody looks. */
const sayTrials = (total: number) => {
  let shownAt = Date.now();
  let open = false;
  const show = (trials: number): void => {
    if (!isTerminal() || Date.now() - shownAt < showEveryMs) return;
    shownAt = Date.now();
    open = true;
    process.stderr.write(`\r\u001B[2K${trials} of ${plural(total, 'trial')}`);
  };
  const end = (): void => {
    if (open) process.stderr.write('\r\u001B[2K');
  };
  return { show, end };
};

const rebuiltText = (name: string, rebuilt: Rebuilt): string => {
  const { same, made, corrected, undecided, groundless, copies, ranking } = rebuilt;
  const rows = `${plural(same + made + corrected, 'row')} from the stored folds`;
  const differing = `${same} the same as before, ${made} that were missing, ${corrected} that were different`;
  const all = made + corrected === 0 ? `${rows}, all the same as before.` : `${rows}: ${differing}.`;
  const rank =
    ranking === 'published' ? 'The ranking is published again.' : 'No ranking is published: trials are undecided.';
  return [
    `${name}: ${all}`,
    ...(copies > 0
      ? [
          `${plural(copies, 'document')} with the order or copies of rows ${copies === 1 ? 'was' : 'were'} wrong or gone: made again.`,
        ]
      : []),
    rank,
    ...(undecided > 0 ? [`${plural(undecided, 'trial')} undecided: folds are missing.`] : []),
    ...(groundless > 0
      ? [
          `${plural(groundless, 'row')} kept without the folds that would decide it: they are not in the store any more.`,
        ]
      : []),
  ].join('\n');
};

/** Makes rows and ranking of a sweep again from its folds. @returns the exit code */
export const rebuild = async (name: string): Promise<number> => {
  await using session = await openSession({ create: false, servers: ['mongo'] });
  const sweep = await findSweep(session, name);
  const plan = createPlan(sweep);
  const progress = sayTrials(plan.space.trials);
  const { retry } = await readWishes(session.store, sweep.uid);
  const rebuilt = await rebuildSweep(session.store, plan, { edition: sweep.edition, retry }, progress.show);
  progress.end();
  console.log(rebuiltText(sweep.name, rebuilt));
  if (rebuilt.corrected + rebuilt.copies > 0)
    say('A row that differs from its folds is damage, or a bug of ours: please tell us.');
  return finished.done;
};
