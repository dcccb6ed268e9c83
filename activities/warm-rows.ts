import type { Round, SweepUid } from '../core/messages.ts';
import type { TrialRow } from '../core/results.ts';
import type { RowReader } from '../store/rows.ts';
import type { Plan } from './plan.ts';
import { presentRows } from './present-rows.ts';

/** Trials whose rows are kept: a hundred MB at most. */
const mostTrials = 100_000;
/** Older ones may have been corrected since by `sweep rebuild`. */
const freshMs = 60_000;

type Warm = { readonly name: string; readonly reader: Promise<RowReader | null>; readonly at: number };

const nameOf = ({ sweep }: Plan, { edition, retry }: Round): string => `${sweep.uid}:${edition}:${retry}`;

/**
 * The rows of the sweep that will be published next, read when its last page of runs begins: what is left to read behind
 * the last fold is what came since. They are those of one sweep, and forgotten as soon as they have been asked for.
 */
export const createWarmRows = (
  createReader: (uid: SweepUid) => RowReader,
  now: () => number = () => performance.now(),
) => {
  let warm: Warm | null = null;
  const of = (plan: Plan, round: Round): Warm | null =>
    warm !== null && warm.name === nameOf(plan, round) && now() - warm.at < freshMs ? warm : null;
  /** Begins to read, and waits for nothing. */
  const begin = (plan: Plan, round: Round): void => {
    if (of(plan, round) !== null || plan.space.trials > mostTrials) return;
    const reader = createReader(plan.sweep.uid);
    const read = reader.read(round.retry).then(
      () => reader,
      () => null, // it is read again by who takes it
    );
    warm = { name: nameOf(plan, round), reader: read, at: now() };
  };
  /** As `readPresentRows`. */
  const take = async (plan: Plan, round: Round): Promise<readonly TrialRow[]> => {
    const found = of(plan, round);
    if (found !== null) warm = null;
    const reader = (await found?.reader) ?? createReader(plan.sweep.uid);
    return presentRows(plan, await reader.read(round.retry));
  };
  return { begin, take };
};
