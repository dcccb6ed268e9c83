import { availableParallelism, loadavg } from 'node:os';

import { runsOf } from '../../../activities/decide.ts';
import { nextEmbedding, nextModel } from '../../../core/space.ts';
import type { AttemptRecord } from '../../../store/attempts.ts';
import type { Aftermath } from '../aftermath.ts';
import type { Sighting } from '../recovery.ts';
import { checkpointSeconds } from '../scene.ts';

/**
 * What an interruption may cost besides the time between two checkpoints: saving one may take a twentieth of the time,
 * so that they come rarer where saving is slow, and a slot says only every second how far it is. Where more than a few
 * processes wait for each core, saving takes as many times as long.
 */
const allowanceSeconds = (): number => 6 * Math.max(1, (loadavg()[0] as number) / availableParallelism() / 4);
/** A worker holds twice as many tasks as slots where they are short. */
const tasksPerSlot = 2;

/** Every run's key with the names under which slots show it. */
const namesOfRuns = ({ plan }: Aftermath): ReadonlyMap<string, readonly string[]> => {
  const names = new Map<string, readonly string[]>();
  for (let embedding = nextEmbedding(plan.space, 0); embedding !== null;) {
    for (let model = nextModel(plan.space, embedding, 0); model !== null;) {
      for (const { key, split, folds } of runsOf(plan, embedding, model)) {
        names.set(
          key,
          folds.map(({ trial }) => `${trial.name}, fold ${split + 1},`),
        );
      }
      model = nextModel(plan.space, embedding, model + 1);
    }
    embedding = nextEmbedding(plan.space, embedding + 1);
  }
  return names;
};

const byKey = (attempts: readonly AttemptRecord[]): readonly (readonly AttemptRecord[])[] =>
  [...new Set(attempts.map(({ attempt }) => attempt.key))].map((key) =>
    attempts.filter(({ attempt }) => attempt.key === key),
  );

const hasEnded = ({ end }: AttemptRecord): boolean => end?.outcome === 'trained' || end?.outcome === 'diverged';

/**
 * Seconds of training that were seen to be done and that the next attempt did not go on from; null: too few sightings.
 * A slot whose worker was killed is seen as it was until others find that out: that time is not training.
 */
export const lostSeconds = (
  seen: readonly Pick<Sighting, 'at' | 'done'>[],
  next: { readonly fromStep: number },
): number | null => {
  const [least, most] = [seen[0]?.done ?? 0, seen.at(-1)?.done ?? 0];
  const from = seen.findLast(({ done }) => done === least);
  const to = seen.find(({ done }) => done === most);
  if (from === undefined || to === undefined || most <= least) return null;
  const secondsPerStep = (to.at - from.at) / 1000 / (most - least);
  return (most - next.fromStep) * secondsPerStep;
};

/**
 * Training is repeated at most as often as something was struck, for each task that a worker held, and each time at
 * most what was done since the last checkpoint: repeated training ≤ kills × slots × (checkpoint interval + allowance).
 * Not asked where the store was away or a process slept, since no checkpoint can be stored then.
 */
export const repeatedTrainingIsBounded = async (aftermath: Aftermath): Promise<readonly string[]> => {
  const { attempts, sightings, stage } = aftermath;
  const { strikes } = stage;
  if (strikes.some(({ pid, signal }) => pid === null || signal === 'SIGSTOP')) return [];
  const names = namesOfRuns(aftermath);
  const cutOff = attempts.filter((record) => !hasEnded(record));
  const most = strikes.length * 2 * tasksPerSlot;
  const found = cutOff.length > most ? [`${cutOff.length} attempts were cut off by ${strikes.length} strikes`] : [];
  for (const records of byKey(attempts)) {
    for (const [at, record] of records.entries()) {
      const next = records[at + 1];
      const { key, kind, startedAt } = record.attempt;
      if (next === undefined || kind !== 'run' || hasEnded(record)) continue;
      const seen = sightings.filter(
        (sighting) =>
          sighting.at > startedAt &&
          sighting.at < next.attempt.startedAt &&
          (names.get(key) ?? []).some((name) => sighting.what.startsWith(name)),
      );
      const lost = lostSeconds(seen, next.attempt) ?? 0;
      if (lost > checkpointSeconds + allowanceSeconds())
        found.push(`${lost.toFixed(1)} s of run ${key} were trained again from step ${next.attempt.fromStep}`);
    }
  }
  return found;
};
