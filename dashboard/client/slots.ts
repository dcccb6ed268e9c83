import { duration } from '../../pictures/labels.ts';
import type { SlotBar, SlotMoment } from '../../pictures/slot-timeline.ts';
import type { Timeline, TimelineAttempt } from '../source.ts';

const slack = 0.05; // seconds by which clocks and look-ups let two trainings of one slot overlap

const kindOf = ({ outcome, kind }: TimelineAttempt): SlotBar['kind'] => {
  if (outcome === 'died' || outcome === 'failed' || outcome === 'lost') return 'lost';
  return kind === 'embedding' ? 'embedding' : 'fold';
};

const outcomes: Readonly<Record<TimelineAttempt['outcome'], string>> = {
  trained: 'trained',
  diverged: 'diverged',
  stopped: 'stopped',
  died: 'the trainer died',
  failed: 'failed',
  lost: 'lost with its worker',
  going: 'going on',
};

const wordsOf = (attempt: TimelineAttempt): string => {
  const { outcome, cause, fromStep, step } = attempt;
  const from = fromStep > 0 ? `, from the checkpoint at step ${fromStep} on` : '';
  const until = step !== null && step > fromStep ? `, last checkpoint at step ${step}` : '';
  return `${outcomes[outcome]}${cause === '' ? '' : ` (${cause})`}${from}${until}`;
};

/** What is known of the moments around one training: when checkpoints were written is not stored. */
const momentsOf = (attempt: TimelineAttempt, slot: number, to: number): readonly SlotMoment[] => {
  const { fromStep, from, outcome } = attempt;
  const words = wordsOf(attempt);
  return [
    ...(fromStep > 0
      ? [{ slot, at: from, kind: 'checkpoint' as const, words: `went on from the checkpoint at step ${fromStep}` }]
      : []),
    ...(outcome === 'stopped' ? [{ slot, at: to, kind: 'stopped' as const, words }] : []),
    ...(outcome === 'died' || outcome === 'lost' ? [{ slot, at: to, kind: 'killed' as const, words }] : []),
  ];
};

/** Pauses over all slots; one that lasts is drawn only a little on, or it would push all else together. */
const pauseBars = ({ pauses, now }: Timeline, slots: number, end: number): readonly SlotBar[] =>
  pauses.flatMap(({ from, to, what }) => {
    const shown = to ?? Math.min(now, Math.max(from, end) + Math.max(1, end / 20));
    const words = to === null ? `${what} since then, ${duration(now - from)} ago` : what;
    return Array.from({ length: slots }, (_, slot): SlotBar => ({ slot, from, to: shown, kind: 'waiting', words }));
  });

/** Bars of one worker on as few lines as hold them without lying over each other: its slots. */
export const slotsOf = (timeline: Timeline) => {
  const names: string[] = [];
  const freeAt: number[] = [];
  const bars: SlotBar[] = [];
  const moments: SlotMoment[] = [];
  for (const attempt of timeline.attempts.toSorted((a, b) => a.from - b.from)) {
    const open = attempt.outcome === 'going' ? timeline.now : attempt.from; // when one was lost may not be stored
    const to = Math.max(attempt.from, attempt.to ?? open);
    const own = [...names.keys()].filter((slot) => names[slot]?.startsWith(`${attempt.worker} `));
    const free = own.find((slot) => (freeAt[slot] as number) <= attempt.from + slack);
    const slot = free ?? names.push(`${attempt.worker} ${own.length + 1}`) - 1;
    freeAt[slot] = to;
    bars.push({ slot, from: attempt.from, to, kind: kindOf(attempt), words: wordsOf(attempt) });
    moments.push(...momentsOf(attempt, slot, to));
  }
  const end = bars.reduce((last, { to }) => Math.max(last, to), 0);
  return { names, bars: [...pauseBars(timeline, names.length, end), ...bars], moments };
};
