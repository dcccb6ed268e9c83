import type { AttemptRecord } from '../store/attempts.ts';
import type { FoldView } from './trial-view.ts';

type AttemptWords = {
  readonly outcome: string;
  readonly cause: string;
  readonly fromStep: number; // checkpoint that it went on from; 0: the beginning
  readonly seconds: number | null;
};

/** A training that never said how it ended, though another one came after it, lost its worker. */
const outcomeOf = ({ end }: AttemptRecord, last: boolean): string => {
  if (end !== null) return end.outcome;
  return last ? 'going on, or lost with its worker' : 'lost with its worker';
};

/** The trainings of a fold's run by this sweep, in order; none where the fold was known before. */
export const foldAttempts = ({ attempts }: Pick<FoldView, 'attempts'>): readonly AttemptWords[] =>
  attempts.map((record, at) => ({
    outcome: outcomeOf(record, at === attempts.length - 1),
    cause: record.end?.cause ?? '',
    fromStep: record.attempt.fromStep,
    seconds: record.end?.seconds ?? null,
  }));
