import type { SlotGpu, SlotState, SweepUid } from '../store/documents.ts';
import { harmless } from './grid/text-width.ts';

/** The fold before the trial's name, which is the longest and the least missed where a line is cut. */
const nameLast = (what: string): string => what.replace(/^(.*), (fold \d+(?:, .*)?)$/, '$2, $1');

/** e.g. `GPU 0 87 % 12.3/79.6 GiB 61 °C` */
const gpuText = ({ name, utilisation, usedBytes, memoryBytes, celsius }: SlotGpu): string => {
  const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  return [
    name,
    ...(utilisation === null ? [] : [`${utilisation} %`]),
    ...(usedBytes === null ? [] : [`${gib(usedBytes)}/${gib(memoryBytes)} GiB`]),
    ...(celsius === null ? [] : [`${celsius} °C`]),
  ].join(' ');
};

/** How far a slot is and what it trains, for a reader of one sweep; the long name last, since lines may be cut. */
export const slotText = (slot: SlotState, reader: SweepUid): string => {
  const { state, sweep, what, done, total, loss, accuracy, gpu } = slot;
  if (state === 'lost') return `out of service, ${harmless(what)}`;
  const device = gpu === undefined ? [] : [gpuText(gpu)];
  if (state === 'idle') return ['idle', ...device].join(', ');
  const figures = [
    ...device,
    ...(total > 0 ? [`${Math.floor((100 * done) / total)} %`] : []),
    ...(loss === null ? [] : [`loss ${loss.toFixed(3)}`]),
    ...(accuracy === null ? [] : [`accuracy ${accuracy.toFixed(3)}`]),
    ...(sweep === reader ? [] : ['another sweep']),
    harmless(nameLast(what)),
  ];
  return figures.join(', ');
};
