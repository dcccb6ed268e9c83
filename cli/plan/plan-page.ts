import { duration } from '../../core/amounts.ts';
import { count, counted, sentence } from '../grid/page.ts';
import type { Alternative } from '../../scoring/what-if.ts';
import { alternativeWords } from '../../scoring/what-if-words.ts';
import { milestoneLines } from './milestones.ts';
import type { LeastDifference } from './least-difference.ts';
import type { PlanReport } from './plan-report.ts';
import { bytesText } from './bytes-text.ts';
import type { Shorter } from './shorten.ts';
import type { Interval, Speed } from './speed.ts';
import { suggestedEvents } from './temporal-history.ts';

/** Load from which it is worth a word. */
const isBusy = 1.5;

const basis = ({ from, runs, busy }: Speed): string => {
  switch (from) {
    case 'recorded':
      return `from the latest ${count(runs)} recorded runs`;
    case 'measured':
      return `from a two-second measurement of this machine${busy > isBusy ? ', which is busy now' : ''}`;
    case 'otherEngine':
      return 'from what our own kernels take here: the tensorflow engine has trained nothing here yet';
    case 'typical':
      return 'not measured here yet: sweep plan does, in two seconds';
    default:
      return from satisfies never;
  }
};

const span = ({ low, high }: Interval): string => {
  const [from, to] = [duration(low), duration(high)];
  return from === to ? from : `${from} to ${to}`;
};

/** e.g. "about 35 s on 2 slots (25 s to 60 s; from …)" */
export const timeText = (seconds: Interval, slots: number, speed: Speed): string =>
  `about ${duration(seconds.likely)} on ${counted(slots, 'slot')} (${span(seconds)}; ${basis(speed)})`;

export const shorterLines = (ways: readonly Shorter[]): readonly string[] =>
  ways.flatMap(({ change, seconds }, at) =>
    sentence(at === 0 ? 'shorter' : '', `about ${duration(seconds)}: ${change}`),
  );

const knownText = ({ known, folds, work }: PlanReport): string => {
  if (known.state === 'none') return `nothing: ${known.why}`;
  if (known.folds === 0)
    return known.state === 'exact'
      ? 'none of its folds is stored'
      : `none of ${count(known.lookUps)} folds that were looked up is stored`;
  const share = `${count(known.folds)} of ${count(folds)} folds are stored`;
  const rest = work.runs === 0 ? '' : ' and are reused';
  if (known.state === 'exact') return share + rest;
  return `about ${share}${rest} (estimated from ${count(known.lookUps)} look-ups)`;
};

const workText = ({ work }: PlanReport): string => {
  if (work.runs === 0) return 'nothing: all is known, start only prints the leaderboard';
  const vectors = work.vectors === 0 ? '' : ` and ${counted(work.vectors, 'word2vec training')}`;
  return counted(work.runs, 'network training') + vectors;
};

const number = (value: number): string => String(Number(value.toPrecision(2)));

const alternativeText = (alternative: Alternative): string =>
  `${number(alternative.leastDifference)} with ${alternativeWords(alternative)}`;

const leastText = ({ from, metric, measuredOn, alternatives }: LeastDifference, trials: number): string => {
  const [own, ...others] = alternatives;
  if (own?.kind !== 'this')
    return trials < 2 ? 'a single trial: nothing to compare' : 'a single split tells nothing apart';
  const basis = from === 'guessed' ? 'a guess from the number of rows' : `measured on sweep ${measuredOn}`;
  const would = others.length === 0 ? '' : `. It would be ${others.map(alternativeText).join(', ')}`;
  return `apart trials that differ by ${number(own.leastDifference)} in ${metric} or more (${basis})${would}`;
};

const memoryText = ({ memory, slots }: PlanReport): string => {
  const { runBytes, slotBytes, slotsThatFit } = memory;
  const tight = slotsThatFit >= slots ? '' : `; only ${counted(slotsThatFit, 'slot')} at once: --slots ${slotsThatFit}`;
  return `at most ${bytesText(runBytes)} for a run; a slot has ${bytesText(slotBytes)}${tight}`;
};

const historyText = ({ history }: PlanReport): string => {
  const { workflows, events, continuesAsNew } = history;
  const each = `${counted(workflows, 'workflow')} of ${count(events.low)} to ${count(events.high)} events`;
  return continuesAsNew ? `${each}; each goes on as a new one from ${count(suggestedEvents)} events on` : each;
};

/** What `plan` adds to the page of what was understood; at most 80 columns. */
export const planPage = (report: PlanReport): string => {
  const { least, trials, work, seconds, slots, speed, shorter } = report;
  return [
    ...sentence('known', knownText(report)),
    ...sentence('to train', workText(report)),
    ...(work.runs === 0 ? [] : sentence('time', timeText(seconds, slots, speed))),
    ...milestoneLines(report),
    ...shorterLines(shorter),
    ...sentence('can tell', leastText(least, trials)),
    ...sentence('memory', memoryText(report)),
    ...(work.runs === 0 ? [] : sentence('Temporal', historyText(report))),
  ].join('\n');
};
