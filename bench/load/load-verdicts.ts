import type { Verdict } from './report.ts';
import type { Tenth } from './tenths.ts';

/** Temporal warns of a history of 10,240 events; runs continue as new at 4,096, when what is in flight has ended. */
const mostEvents = 8_192;
/** What a process may hold at the end over what it held once warm: more is a leak, less a collector's mood. */
const mostGrowth = 1.25;
const leastMb = 25; // below it a process is flat whatever the ratio

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

const memoryVerdict = (role: string, tenths: readonly Tenth[]): Verdict => {
  const of = (some: readonly Tenth[]): number => mean(some.map((each) => each.mb[role] ?? 0));
  const [warm, last] = [of(tenths.slice(1, 4)), of(tenths.slice(-3))];
  return {
    target: `memory of ${role} flat: tenths 8 to 10 at most a quarter over tenths 2 to 4`,
    found: `${warm.toFixed(0)} → ${last.toFixed(0)} MiB`,
    isMet: last <= mostGrowth * warm || last - warm <= leastMb,
  };
};

/** What the tenths say of the targets. */
export const tenthsVerdicts = (tenths: readonly Tenth[]): readonly Verdict[] => {
  const pace = (tenth: Tenth | undefined): number => (tenth?.folds ?? 0) / (tenth?.seconds ?? 1);
  const ratio = pace(tenths.at(-1)) / pace(tenths[0]);
  const events = Math.max(...tenths.map((each) => each.events));
  return [
    {
      target: 'folds/s of the first and the last tenth within 20 %',
      found: `last ${(100 * (ratio - 1)).toFixed(1)} % from the first`,
      isMet: Math.abs(ratio - 1) <= 0.2,
    },
    ...Object.keys(tenths[0]?.mb ?? {}).map((role) => memoryVerdict(role, tenths)),
    {
      target: `histories at most ${mostEvents} events`,
      found: `${events} events, ${Math.max(...tenths.map((each) => each.historyMb)).toFixed(2)} MiB`,
      isMet: events <= mostEvents,
    },
  ];
};

/** What happened behind the last fold. */
export const endVerdicts = (seconds: {
  readonly done: number;
  readonly ranked: number; // rows in MongoDB
  readonly told: number; // what to expect of the best
  readonly leaderboard: number;
  readonly trials: number;
}): readonly Verdict[] => [
  {
    target: 'published at most 1 s after the last fold: the sweep is done, its leaderboard final',
    found:
      `${seconds.done.toFixed(2)} s; for queries in MongoDB ${seconds.ranked.toFixed(2)} s; ` +
      `what to expect of the best ${seconds.told.toFixed(1)} s`,
    isMet: seconds.done <= 1,
  },
  {
    target: `sweep leaderboard of ${seconds.trials} trials at most 5 s`,
    found: `${seconds.leaderboard.toFixed(2)} s`,
    isMet: seconds.leaderboard <= 5,
  },
];
