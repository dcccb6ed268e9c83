import { createPlan } from '../../activities/plan.ts';
import type { Json } from '../../core/canonical.ts';
import { indexOfCell } from '../../core/shared-trials.ts';
import type { Sweep } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import { plural } from '../../core/amounts.ts';
import { count, sentence } from '../grid/page.ts';
import { estimate, onSlots } from '../plan/estimate.ts';
import { factsOf, liveSlots } from '../plan/plan-line.ts';
import { timeText } from '../plan/plan-page.ts';
import { remainingIn } from '../plan/remaining.ts';
import type { Wanted } from '../plan/sample-runs.ts';
import { busyness, cachedCalibration, readSpeedRates, speedOf } from '../plan/speed.ts';
import type { Interval } from '../plan/speed.ts';
import type { PreparedSweep } from '../prepare-sweep.ts';
import { trialChanges } from '../../activities/trial-changes.ts';
import type { TrialChanges } from '../../activities/trial-changes.ts';
import { changesText } from './changes-text.ts';

/** What is asked for: `amended` is `sweep` itself where the sweep has that grid. */
export type Proposal = { readonly sweep: Sweep; readonly amended: Sweep; readonly made: PreparedSweep };

/** What an amendment comes to, before it is made. */
export type Outlook = {
  readonly changes: TrialChanges;
  readonly folds: number; // of the trials that come
  readonly known: number; // of those folds, in the store already
  readonly isSampled: boolean; // then that is an estimate
  readonly seconds: Interval; // for what is missing of them
  readonly text: string; // of that
};

/** The trials that come: what the amended grid has and the present one has not. */
const comingTrials = (sweep: Sweep, made: PreparedSweep, { added }: TrialChanges): Wanted => {
  const { space } = createPlan(sweep);
  return { trials: added, has: (cell) => indexOfCell(space, cell) === null && indexOfCell(made.space, cell) !== null };
};

/** Looks up what is known of the trials that come, and estimates the time for the rest of them. */
export const readOutlook = async (
  store: Store,
  { sweep, amended, made }: Proposal,
  granted: number, // slots; 0: those of others
): Promise<Outlook> => {
  const changes = trialChanges(sweep.grid, amended.grid);
  const remaining = await remainingIn(createPlan(amended), store, comingTrials(sweep, made, changes));
  const speed = speedOf(await readSpeedRates(store, sweep.engine), cachedCalibration(), busyness(), sweep.engine);
  const slots = Math.max(1, granted > 0 ? granted : await liveSlots(store, sweep.engine));
  const seconds = onSlots(estimate(factsOf(made), remaining, speed), slots);
  return {
    changes,
    folds: changes.added * made.space.splits,
    known: remaining.knownFolds,
    isSampled: remaining.looked === 'sample',
    seconds,
    text: timeText(seconds, slots, speed),
  };
};

/** e.g. three lines: how many trials come, go and stay; what is known of those that come; the time for the rest. */
export const outlookLines = ({ name }: Sweep, outlook: Outlook): readonly string[] => {
  const { changes, folds, known, isSampled, text } = outlook;
  const head = sentence('amend', `${name}: ${changesText(changes)}`);
  if (changes.added === 0) return head;
  const about = isSampled ? 'about ' : '';
  const isAll = known === folds && !isSampled;
  const what = `${about}${count(known)} of ${plural(folds, 'fold')} of the trials that come ${folds === 1 ? 'is' : 'are'} known`;
  return [...head, ...sentence('known', what), ...sentence('time', isAll ? 'none: all of them are known' : text)];
};

/** The object of `amend --json`, of the sweep as amended. */
export const outlookJson = (
  { name, edition }: Sweep,
  { changes, folds, known, isSampled, seconds }: Outlook,
): { readonly [key: string]: Json } => ({
  v: 1,
  sweep: name,
  edition,
  ...changes,
  folds: { new: folds, known, estimated: isSampled },
  seconds: { ...seconds },
});
