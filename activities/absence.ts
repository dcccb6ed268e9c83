import { ApplicationFailure } from '@temporalio/activity';

import type { SweepUid } from '../core/messages.ts';
import { readStoreId } from '../store/open-store.ts';
import type { Store } from '../store/open-store.ts';
import { hasSweep } from '../store/sweeps.ts';

/** A database that was set back may be put right within minutes: until then it is asked again. */
const patienceMs = 5 * 60_000;
const leastAnswers = 5;

type Missed = { readonly from: number; readonly answers: number };

const failureType = 'SweepGone';

/**
 * How long a sweep may be missing before its workflow is given up. Only answers count: a database that cannot be asked, or
 * one without the id of the store that this process opened (emptied, being filled again, another one), says nothing about
 * the sweep, and the count begins anew.
 */
export const createAbsence = (store: Store, now: () => number = () => performance.now()) => {
  const missed = new Map<string, Missed>();

  /** It is there, or could not be asked for. */
  const forget = (id: string): void => void missed.delete(id);

  /** The error of a look that found nothing: one that Temporal tries again, in the end one that it does not. */
  const found = async (id: string, uid: SweepUid, edition: number): Promise<Error> => {
    const isOurs = (await readStoreId(store)) === store.id;
    const isThere = isOurs && (await hasSweep(store, uid));
    const what = isThere ? `edition ${edition} of sweep ${uid}` : `sweep ${uid}`;
    if (!isOurs) {
      forget(id);
      return new Error(`this database is not, or not yet again, the one in which this worker began: it lacks ${what}`);
    }
    const { from, answers } = missed.get(id) ?? { from: now(), answers: 0 };
    missed.set(id, { from, answers: answers + 1 });
    if (answers + 1 < leastAnswers || now() - from < patienceMs) return new Error(`${what} is not in this store`);
    const back = isThere
      ? 'sweep resume goes on with the edition that is there'
      : 'bring it back: sweep restore, then sweep resume';
    return ApplicationFailure.nonRetryable(
      `${what} is not in this store, whose database answered so for ${Math.round((now() - from) / 60_000)} minutes: it was set back or replaced; ${back}`,
      failureType,
    );
  };

  return { forget, found };
};

/** Whether that error ends a workflow because its sweep is not there any more. */
export const isGiveUp = (error: unknown): boolean => error instanceof ApplicationFailure && error.type === failureType;
