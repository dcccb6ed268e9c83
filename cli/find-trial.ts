import type { Plan } from '../activities/plan.ts';
import { digitsOf } from '../activities/ranking.ts';
import { SweepError } from '../core/errors.ts';
import { allTrials, trialAt } from '../core/space.ts';
import type { Trial } from '../core/space.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import { shortId } from '../scoring/short-id.ts';

const mostNamed = 5;

/** The words of a name in the order in which names have them, so that they may be written in any. */
const inOrder = (name: string): string =>
  name
    .split(',')
    .map((word) => word.trim())
    .toSorted()
    .join(',');

const unknown = (plan: Plan, text: string, why: string): SweepError =>
  new SweepError({
    code: 'NOT_FOUND',
    message: `There is no trial "${text}" in ${plan.sweep.name}${why}.`,
    fix: `sweep leaderboard ${plan.sweep.name} shows ranks and ids; a trial's name or the first digits of its id will do`,
  });

const byRank = (plan: Plan, { scored }: Leaderboard, text: string): Trial => {
  const row = scored[Number(text) - 1];
  if (row === undefined) {
    const ranks = scored.length === 0 ? 'none is ranked yet' : `its ranks are 1 to ${scored.length}`;
    throw unknown(plan, text, `: ${ranks}`);
  }
  return trialAt(plan.space, row.index);
};

const matching = (plan: Plan, fits: (trial: Pick<Trial, 'hash' | 'name'>) => boolean): readonly Trial[] => {
  const found: Trial[] = [];
  for (const trial of allTrials(plan.space)) {
    if (fits(trial)) found.push(trial);
    if (found.length > mostNamed) break;
  }
  return found;
};

const oneOf = (plan: Plan, text: string, found: readonly Trial[]): Trial => {
  const [only] = found;
  if (only === undefined) throw unknown(plan, text, '');
  if (found.length === 1) return only;
  const names = found.slice(0, mostNamed).map(({ hash, name }) => `  ${shortId(hash, digitsOf(plan))}  ${name}`);
  const more = found.length > mostNamed ? ['  …'] : [];
  throw new SweepError({
    code: 'USAGE',
    message: [`"${text}" may mean several trials of ${plan.sweep.name}:`, ...names, ...more].join('\n'),
    fix: 'write more digits of the id',
  });
};

/**
 * The trial that a person means: its rank now, its name, its id or a unique beginning of it. Decided trials are looked
 * at first, so that nobody walks through a million cells for one that is on the leaderboard.
 * @throws {SweepError} NOT_FOUND; USAGE where several trials are meant
 */
export const findTrial = (plan: Plan, leaderboard: Leaderboard, text: string): Trial => {
  if (/^\d+$/.test(text)) return byRank(plan, leaderboard, text);
  const decided = [...leaderboard.scored, ...leaderboard.failed];
  const name = inOrder(text);
  const known = decided.find((row) => row.id === text || row.name === text || row.name === name);
  if (known !== undefined) return trialAt(plan.space, known.index);
  const digits = /^t([0-9a-f]+)$/.exec(text)?.[1];
  const fits = (trial: Pick<Trial, 'hash' | 'name'>): boolean =>
    digits === undefined ? trial.name === text || trial.name === name : trial.hash.startsWith(digits);
  return oneOf(plan, text, matching(plan, fits));
};
