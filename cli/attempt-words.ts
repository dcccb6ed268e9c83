import { foldAttempts } from '../activities/fold-attempts.ts';
import type { FoldView } from '../activities/trial-view.ts';
import { harmless } from './grid/text-width.ts';

/** A sentence for a fold whose way was not a straight one; null for the others. */
export const attemptSentence = (fold: FoldView): string | null => {
  const attempts = foldAttempts(fold);
  if (attempts.length < 2) return null;
  const told = attempts.map(({ outcome, cause, fromStep }) => {
    const why = cause === '' ? '' : ` (${harmless(cause)})`;
    return `${fromStep > 0 ? `from step ${fromStep} on, ` : ''}${outcome}${why}`;
  });
  return `Fold ${fold.fold} was begun ${attempts.length} times: ${told.join('; ')}.`;
};
