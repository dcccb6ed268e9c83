import { duration } from '../../core/amounts.ts';
import { padded, paragraph } from '../grid/page.ts';
import type { PlanReport } from './plan-report.ts';
import type { Interval } from './speed.ts';

/** A moment at which something new is known. */
export type Milestone = { readonly what: string; readonly seconds: Interval };

const times = ({ low, likely, high }: Interval, share: number): Interval => ({
  low: low * share,
  likely: likely * share,
  high: high * share,
});

/**
 * When so much of the ranking is known: the first trial as soon as its folds and the word vectors for them are trained, the
 * rest in proportion, since trials are decided in the order of the grid and not all at the end.
 */
export const milestones = ({ trials, splits, slots, seconds, work }: PlanReport): readonly Milestone[] => {
  if (work.runs === 0) return [];
  const rounds = Math.ceil(work.runs / slots);
  const first = Math.min(1, Math.ceil(splits / slots) / rounds);
  const shares = [
    { what: 'first trial', share: first },
    ...[0.25, 0.5, 0.75].map((share) => ({ what: `${share * 100} %`, share })),
  ];
  const before = shares.filter(({ share }) => share < 1 && share >= first && trials > 1);
  return [...before, { what: 'all', share: 1 }].map(({ what, share }) => ({ what, seconds: times(seconds, share) }));
};

const barColumns = 32;

/** Full up to what it will hardly be below, shaded to the likeliest, light to what it will hardly be above. */
const bar = ({ low, likely, high }: Interval, end: number): string => {
  const columns = [low, likely, high].map((each) => Math.max(1, Math.round((each / end) * barColumns)));
  const [full, shaded, light] = columns as [number, number, number];
  return '█'.repeat(full) + '▒'.repeat(shaded - full) + '░'.repeat(light - shaded);
};

/** A line per milestone: how much is known, when, and that as a bar of time with its interval. */
export const milestoneLines = (report: PlanReport): readonly string[] => {
  const all = milestones(report);
  const end = all.at(-1)?.seconds.high ?? 0;
  if (all.length < 2 || end < 1) return [];
  const lines = all.map(({ what, seconds }) => {
    const likely = duration(seconds.likely);
    return `${padded(what, 12)} ${likely.padStart(11)}  ${bar(seconds, end)}`.trimEnd();
  });
  return paragraph('known by', [...lines, '█ at least, ▒ likely, ░ at most']);
};
