import type { SlotState, SweepUid } from '../store/documents.ts';
import { harmless } from './grid/text-width.ts';

/** The fold before the trial's name, which is the longest and the least missed where a line is cut. */
const nameLast = (what: string): string => what.replace(/^(.*), (fold \d+(?:, .*)?)$/, '$2, $1');

/** How far a slot is and what it trains, for a reader of one sweep; the long name last, since lines may be cut. */
export const slotText = (slot: SlotState, reader: SweepUid): string => {
  const { state, sweep, what, done, total, loss, accuracy } = slot;
  if (state === 'idle') return 'idle';
  const figures = [
    ...(total > 0 ? [`${Math.floor((100 * done) / total)} %`] : []),
    ...(loss === null ? [] : [`loss ${loss.toFixed(3)}`]),
    ...(accuracy === null ? [] : [`accuracy ${accuracy.toFixed(3)}`]),
    ...(sweep === reader ? [] : ['another sweep']),
    harmless(nameLast(what)),
  ];
  return figures.join(', ');
};
