import { createPlan } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import type { AttemptRecord } from '../../store/attempts.ts';
import { readSweepAttempts } from '../../store/attempts.ts';
import { openServices } from '../../services/open-services.ts';
import { closeStore, openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/open-store.ts';
import { listSweeps } from '../../store/sweeps.ts';
import type { LifeEnd } from './life.ts';
import { createLife } from './life.ts';
import { lingerSeconds } from './scene.ts';
import type { Sighting } from './recovery.ts';
import type { Stage } from './scene.ts';

/** A round whose sweep is done, with its servers still up: what the invariants are asked of. */
export type Aftermath = {
  readonly stage: Stage;
  readonly calm: string; // `leaderboard --json` of the same grid, undisturbed
  readonly ends: readonly LifeEnd[]; // of stage.lives
  readonly otherEnds: readonly LifeEnd[]; // of stage.others
  readonly sightings: readonly Sighting[]; // of slots at work, in order
  readonly store: Store;
  readonly plan: Plan;
  readonly attempts: readonly AttemptRecord[]; // as the store had them when the sweep was done
  /** Runs a command of Sweep to its end. */
  readonly sweep: (...args: readonly string[]) => Promise<LifeEnd>;
};

/** Opens the round's servers and store once more, and closes them after `look`. */
export const withAftermath = async <Result>(
  given: Pick<Aftermath, 'stage' | 'calm' | 'ends' | 'otherEnds' | 'sightings'>,
  look: (aftermath: Aftermath) => Promise<Result>,
): Promise<Result> => {
  const { env, home } = given.stage.scene;
  process.env['SWEEP_LINGER_SECONDS'] = String(lingerSeconds); // a supervisor that is started from here has this process's
  await using services = await openServices({ home, env });
  const store = await openStore(services.mongodbUri);
  try {
    const sweeps = await listSweeps(store);
    const [sweep] = sweeps;
    if (sweep === undefined || sweeps.length > 1) throw new Error(`${sweeps.length} sweeps have a name, expected 1`);
    const run = (...args: readonly string[]): Promise<LifeEnd> => createLife(args, env).ended;
    const attempts = await readSweepAttempts(store, sweep.uid);
    return await look({ ...given, store, plan: createPlan(sweep), attempts, sweep: run });
  } finally {
    await closeStore(store);
  }
};
