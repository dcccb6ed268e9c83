import { openServices } from '../../services/open-services.ts';
import { readSweepAttempts } from '../../store/attempts.ts';
import { closeStore, openStore } from '../../store/open-store.ts';
import { findSweeps } from '../../store/sweeps.ts';
import { readTimings } from '../../store/timings.ts';

/**
 * Folds of a sweep that an attempt set out to train although they were stored before it started, or that it stored a
 * second time. Counted from the attempts' own documents.
 */
export const foldsTrainedAgain = async (
  home: string,
  name: string,
): Promise<{ readonly again: number; readonly attempts: number; readonly folds: number }> => {
  await using services = await openServices({ home, env: {} });
  const store = await openStore(services.mongodbUri);
  try {
    const [found] = await findSweeps(store, name);
    if (found === undefined) throw new Error(`no sweep ${name} in ${home}`);
    const records = await readSweepAttempts(store, found.uid);
    const keys = [...new Set(records.flatMap(({ attempt }) => attempt.folds))];
    const timings = new Map((await readTimings(store, keys)).map((timing, at) => [keys[at], timing]));
    const again = records.flatMap(({ attempt, end }) => [
      ...attempt.folds.filter((key) => (timings.get(key)?.finishedAt ?? Infinity) < attempt.startedAt),
      ...(end?.again ?? []),
    ]);
    return { again: again.length, attempts: records.length, folds: keys.length };
  } finally {
    await closeStore(store);
  }
};
