import type { FoldKey } from '../core/results.ts';
import type { AttemptRecord } from '../store/attempts.ts';
import type { AttemptEnd } from '../store/documents.ts';
import type { TrainerEnd } from './trainer.ts';

/** Own deaths of a trainer since the same checkpoint after which its run is given up. */
const deathsAllowed = 3;
/** Lost workers in a row without a new checkpoint after which a run goes on alone on its worker. */
const lossesBeforeAlone = 5;

/** What earlier attempts of this round say: why to give up, or whether to train with nothing beside it. */
export const judge = (history: readonly AttemptRecord[], retry: number, step: number) => {
  const here = history.filter(({ attempt }) => attempt.retry === retry && attempt.fromStep === step);
  const deaths = here.filter(({ end }) => end?.ownDeath === true);
  const last = history.slice(-lossesBeforeAlone);
  const alone =
    last.length === lossesBeforeAlone && last.every(({ attempt, end }) => end === null && attempt.fromStep === step);
  const cause = deaths.at(-1)?.end?.cause ?? '';
  return {
    failed: deaths.length >= deathsAllowed || deaths.some(({ end }) => end?.last === true),
    outOfMemory: deaths.some(({ end }) => end?.outOfMemory === true),
    cause,
    alone,
  };
};

/** What could not be read or stored ends an attempt as well: nothing that says that it goes on is left. */
export const asFailed = (error: unknown): TrainerEnd => ({
  state: 'failed',
  message: error instanceof Error ? error.message : String(error),
});

/** How an attempt ended, for its record. */
export const attemptEnd = (
  end: TrainerEnd,
  step: number,
  again: readonly FoldKey[],
  startedAt: number,
): AttemptEnd => ({
  outcome: end.state === 'finished' ? 'trained' : end.state,
  ownDeath: end.state === 'died' && end.own,
  outOfMemory: end.state === 'died' && end.outOfMemory,
  cause: end.state === 'died' ? end.cause : end.state === 'failed' || end.state === 'diverged' ? end.message : '',
  ...(end.state === 'died' && end.last === true ? { last: true } : {}),
  step,
  again,
  seconds: (Date.now() - startedAt) / 1000,
  endedAt: Date.now(),
});
