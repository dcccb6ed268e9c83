import type { Plan } from '../../activities/plan.ts';
import type { StateNow } from '../../activities/state.ts';
import { SweepError } from '../../core/errors.ts';
import { trialAt } from '../../core/space.ts';
import type { Trial } from '../../core/space.ts';
import type { Leaderboard } from '../../scoring/leaderboard.ts';
import { findTrial } from '../find-trial.ts';

export type Chosen = { readonly trial: Trial; readonly taken: boolean }; // whether it is the one to take

const refused = (code: 'USAGE' | 'NOT_FOUND', message: string, fix: string): SweepError =>
  new SweepError({ code, message, fix });

/** The trial to take, of a sweep that is done. */
const theOneToTake = (plan: Plan, { state }: StateNow, { scored, failed }: Leaderboard): Trial => {
  const { name } = plan.sweep;
  if (state !== 'done') {
    const open = plan.space.trials - scored.length - failed.length;
    throw refused(
      'USAGE',
      `${name} is ${state}, ${open} of its ${plan.space.trials} trials are not decided: which one to take is not known yet.`,
      `wait until it is done (sweep resume ${name}), or name a trial: sweep fit ${name} --trial <id, name or rank> --out <folder>`,
    );
  }
  const take = scored.find((row) => row.take);
  if (take === undefined)
    throw refused(
      'NOT_FOUND',
      `Every trial of ${name} failed: there is none to take.`,
      `see why: sweep show ${name} <trial>`,
    );
  if (take.beatsBaseline === false)
    throw refused(
      'USAGE',
      `There is nothing to take in ${name}: ${take.id} (${take.name}) does not beat always guessing.`,
      `name a trial to fit one all the same: --trial 1`,
    );
  return trialAt(plan.space, take.index);
};

/**
 * The trial that a person names, else the one to take.
 * @throws {SweepError} NOT_FOUND, USAGE
 */
export const chooseTrial = (
  plan: Plan,
  now: StateNow,
  leaderboard: Leaderboard,
  wanted: string | undefined,
): Chosen => {
  const take = leaderboard.scored.find((row) => row.take);
  const trial = wanted === undefined ? theOneToTake(plan, now, leaderboard) : findTrial(plan, leaderboard, wanted);
  return { trial, taken: now.state === 'done' && take?.index === trial.index };
};
