import type { TrialChanges } from '../../activities/trial-changes.ts';

/** e.g. "+6 trials, −4, 12 kept" */
export const changesText = ({ added, removed, kept }: TrialChanges): string => {
  const [more, less, same] = [added, removed, kept].map((each) => each.toLocaleString('en-US'));
  return `+${more} ${added === 1 ? 'trial' : 'trials'}, −${less}, ${same} kept`;
};
