import { moment } from '../amounts.ts';
import { harmless } from '../grid/text-width.ts';
import type { Amended } from '../../activities/amendment-history.ts';
import { changesText } from './changes-text.ts';

const mostTold = 5;

const reasonText = ({ reason }: Amended): string => (reason === null ? '' : `: ${harmless(reason)}`);

/** e.g. "amended 2026-08-02 14:03, +6 trials, −4, 12 kept: longer training"; of many the last ones. */
export const historyTexts = (history: readonly Amended[]): readonly string[] => {
  const told = history.slice(-mostTold);
  const more = history.length - told.length;
  return [
    ...(more > 0 ? [`amended ${more} more ${more === 1 ? 'time' : 'times'} before`] : []),
    ...told.map((amended) => `amended ${moment(amended.at)}, ${changesText(amended)}${reasonText(amended)}`),
  ];
};
