import { isOurBug } from './engine/other-result.ts';
import { unservedNow } from './engine/unserved.ts';
import { styleText } from 'node:util';

import { historyTexts } from './amend/history-text.ts';
import { duration, plural } from '../core/amounts.ts';
import { moment, short } from './amounts.ts';
import type { Counts } from './counts.ts';
import { count } from './grid/page.ts';
import { cutTo, harmless, wrapped } from './grid/text-width.ts';
import { caveatTexts } from '../scoring/leaderboard-words.ts';
import { etaText } from './eta-text.ts';
import { slotText } from './slot-text.ts';
import type { StatusView } from './status-view.ts';
import { nextCommand } from './status-view.ts';
import { accent } from '../pictures/terminal/accent.ts';

export type StatusOptions = {
  readonly width: number; // columns of the terminal
  readonly colour: boolean;
  readonly plain: boolean; // for screen readers: no bar, no colour, no signs, no line broken or cut
  readonly watching: boolean; // it will be shown again
};

const mostSlots = 16;
const mostFailures = 5;
const widestBar = 76;
const widestWords = 110;

/** `22 of 40 folds (55 %), 2 lost with failed trials`, and what is left of the time where that is known. */
const countsTexts = ({ done, failed, total, foldsPerSecond, etaSeconds, etaRange }: Counts): readonly string[] => {
  const share = total === 0 ? 0 : Math.floor((100 * done) / total);
  const lost = failed > 0 ? `, ${failed} lost with failed trials` : '';
  const folds = `${count(done)} of ${plural(total, 'fold')} (${share} %)${lost}`;
  if (foldsPerSecond === null || etaSeconds === null) return [folds];
  return [folds, `${short(foldsPerSecond)} folds/s, ${etaText(etaSeconds, etaRange)}`];
};

export const countsText = (counts: Counts): string => countsTexts(counts).join('; ');

const stateWords = ({ state, workers }: Counts): string => {
  if (state !== 'interrupted') return state;
  if (workers.length === 0) return 'interrupted: nothing works on it';
  const slots = workers.some((worker) => worker.slots.some(({ state }) => state !== 'lost'));
  return slots ? 'interrupted: no worker orchestrates it' : 'interrupted: no slot trains it';
};

const nextWords = ({ sweep, counts: { state } }: StatusView, watching: boolean): string => {
  if (watching && state === 'running') return 'Ctrl-C ends this view, not the sweep.';
  const verb = state === 'running' ? 'Watch' : state === 'done' ? 'Read' : 'Go on';
  return `${verb}: ${nextCommand(sweep.name, state)}`;
};

const timesTexts = ({ sweep, counts, trials, splits }: StatusView): readonly string[] => {
  const { finishedAt, now, reused, done } = counts;
  const took = duration(Math.max(0, (finishedAt ?? now) - sweep.startedAt) / 1000);
  const end = finishedAt === null ? `, ${took} ago` : `, done ${moment(finishedAt)} (${took})`;
  const since = counts.wishes.edition === 0 ? 'for it' : 'since it was amended';
  const known = reused === 0 ? [] : [`${plural(done - reused, 'fold')} trained ${since}, ${reused} known before`];
  return [`${plural(trials, 'trial')} × ${plural(splits, 'fold')}; started ${moment(sweep.startedAt)}${end}`, ...known];
};

/** The folds as a bar: scored, left out by failures, open. */
const barParts = ({ done, failed, total }: Counts, width: number): readonly [string, string, string] => {
  const full = Math.floor((width * done) / Math.max(1, total));
  const lost = Math.min(width - full, Math.ceil((width * failed) / Math.max(1, total)));
  return ['█'.repeat(full), '▒'.repeat(lost), '░'.repeat(width - full - lost)];
};

const workerLines = ({ sweep, counts: { workers } }: StatusView): readonly string[] => {
  const lines: string[] = [];
  let left = mostSlots;
  let shown = 0;
  for (const { host, pid, slots } of workers) {
    if (left <= 0) break;
    const some = slots.slice(0, left);
    lines.push(`${harmless(host)}, process ${pid}: ${slots.length === 0 ? 'no slots' : plural(slots.length, 'slot')}`);
    lines.push(...some.map((slot, at) => `  slot ${at + 1}: ${slotText(slot, sweep.uid)}`));
    left -= Math.max(1, some.length);
    shown += some.length;
  }
  const all = workers.reduce((sum, { slots }) => sum + slots.length, 0);
  return all > shown
    ? [...lines, `and ${all - shown} more of ${all} slots on ${plural(workers.length, 'worker')} (--json has them)`]
    : lines;
};

const failureTexts = ({ failures }: StatusView): readonly string[] => {
  const shown = failures.slice(0, mostFailures).map(({ id, name, failure: { code, message, fold } }) => {
    return `✗ ${id} (${harmless(name)}) ${code} in fold ${fold}: ${harmless(message)}`;
  });
  const more = failures.length - shown.length;
  return more > 0 ? [...shown, `✗ and ${plural(more, 'failed trial')} more (--json has them)`] : shown;
};

/** What was found again and differs: with TensorFlow's library that may be, with our own kernels it must not. */
const mismatchTexts = ({ sweep, mismatches }: StatusView): readonly string[] => {
  const bugs = mismatches.filter((each) => isOurBug(sweep, each)).length;
  const others = mismatches.length - bugs;
  const first = 'The first result stands; --json names the folds.';
  return [
    ...(bugs > 0 ? [`! ${plural(bugs, 'fold')} gave another result when trained again: a bug of ours. ${first}`] : []),
    ...(others > 0
      ? [`! ${plural(others, 'fold')} gave another result when trained again, as ${sweep.engine} may. ${first}`]
      : []),
  ];
};

const unservedTexts = (view: StatusView): readonly string[] => {
  const unserved = unservedNow(view);
  return unserved === null ? [] : [`! ${unserved}`];
};

const warningTexts = (view: StatusView): readonly string[] => [
  ...unservedTexts(view),
  ...workerWarnings(view),
  ...mismatchTexts(view),
  ...view.caveats.map((code) => `! ${caveatTexts[code] ?? code}`),
];

const workerWarnings = ({ counts: { workers, now } }: StatusView): readonly string[] => [
  ...workers.flatMap(({ host, lastError }) => {
    if (lastError === null) return [];
    const ago = duration((now - lastError.at) / 1000);
    return [`! ${ago} ago on ${harmless(host)}: ${harmless(lastError.message)} (tried again by itself)`];
  }),
  ...workers.flatMap(({ host, alone }) =>
    alone.map(
      (run) => `! ${harmless(run)} goes on alone on ${harmless(host)}: five workers in a row were lost with it.`,
    ),
  ),
];

/** How a sweep stands, for a person. */
export const statusText = (view: StatusView, { width, colour, plain, watching }: StatusOptions): string => {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour && !plain && text !== '' ? styleText(style, text, { validateStream: false }) : text;
  const lines = (texts: readonly string[]): readonly string[] => {
    if (plain) return texts.map((text) => text.replace(/^[✗!] /u, ''));
    const indented = texts.map((text) => wrapped(text, Math.min(width, widestWords) - 2));
    return indented.flatMap(([first, ...others]) => [first ?? '', ...others.map((line) => `  ${line}`)]);
  };
  const [full, lost, open] = barParts(view.counts, Math.min(width, widestBar));
  const workers = workerLines(view).map((line) => (plain ? line : cutTo(line, width)));
  const troubles = [...failureTexts(view), ...warningTexts(view)];
  return [
    ...lines([`${view.sweep.name} is ${stateWords(view.counts)}`]).map((line) => paint('bold', line)),
    ...(plain ? [] : [full + paint(accent, lost) + paint('dim', open)]),
    ...lines([...countsTexts(view.counts), ...timesTexts(view), ...historyTexts(view.history)]),
    ...(workers.length > 0 ? ['', ...workers] : []),
    ...(troubles.length > 0 ? ['', ...lines(troubles)] : []),
    '',
    nextWords(view, watching),
    '',
  ].join('\n');
};
