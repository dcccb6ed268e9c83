import type { ProgressMoment } from '../store/progress.ts';

/** Looked at one after the other, until one holds enough folds: the pace of the last moments is worth most. */
const windowsMs = [30_000, 300_000, 7_200_000];
const enough = 3;
const shortestMs = 1_000;
/** From here on a pace is told from fewer folds too. */
const fewForMs = 600_000;

const trainedBy = (recent: readonly ProgressMoment[], at: number): number =>
  (recent.findLast((moment) => moment.at <= at) ?? recent[0])?.trained ?? 0;

/**
 * Folds a second that a sweep has lately trained, from what its embeddings' workflows wrote down on the way; null where
 * that is too little to say.
 */
export const recentPace = (
  progress: readonly { readonly recent: readonly ProgressMoment[] }[],
  now: number,
): number | null => {
  const moments = progress.flatMap(({ recent }) => recent.map(({ at }) => at));
  const end = Math.max(now, ...moments); // clocks of several machines
  for (const windowMs of windowsMs) {
    // From a moment on, not from the window's edge: what was trained before the moment began before the edge.
    const start = moments.reduce((first, at) => (at >= end - windowMs ? Math.min(first, at) : first), end);
    const trained = progress.reduce((sum, { recent }) => sum + trainedBy(recent, end) - trainedBy(recent, start), 0);
    if (trained < enough && windowMs !== windowsMs.at(-1)) continue;
    if (trained < enough && end - start < fewForMs) return null; // the first folds wait for word vectors
    return trained > 0 && end - start >= shortestMs ? (trained * 1000) / (end - start) : null;
  }
  return null;
};
