/**
 * Ten sweeps at once on two slots: each one's part of the slots' time, over its fair part. Sweeps of one and of eight
 * embeddings, with `--short` and `--long` of short and of long folds, the last of them started later.
 * `npm run bench:fairness -- --seconds 60 [--short 20 --long 200]`
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { openSession } from '../cli/session.ts';
import type { Sweep } from '../store/documents.ts';
import { openScene, startSleepingWorker, startSweep } from './load/scene.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    short: { type: 'string', default: '1' },
    long: { type: 'string', default: '1' },
    slots: { type: 'string', default: '2' },
  },
});
const sweeps = 10;
/** Odd ones have eight embeddings; three have folds of `long` milliseconds, the others of `short`. */
const shapeOf = (seed: number) => ({
  seed,
  trials: 8_000,
  embeddings: seed % 2 === 1 ? 8 : 1,
  epochs: seed % 3 === 2 ? Number(values.long) : Number(values.short),
});

const { folder } = openScene();
{
  await using session = await openSession({ create: true });
  const worker = await startSleepingWorker(Number(values.slots), 1);
  const started: Sweep[] = [];
  for (let seed = 0; seed < sweeps - 1; seed++) started.push(await startSweep(session, `s${seed}`, shapeOf(seed)));
  while (worker.folds() < 200) await sleep(100);
  started.push(await startSweep(session, `s${sweeps - 1}`, shapeOf(sweeps - 1)));
  while (worker.folds(started.at(-1)) === 0) await sleep(100);
  const at = started.map((sweep, seed) => ({ ms: worker.slotMs(seed), folds: worker.folds(sweep) }));
  await sleep(1000 * Number(values.seconds));
  const used = started.map((sweep, seed) => ({
    ms: worker.slotMs(seed) - (at[seed]?.ms ?? 0),
    folds: worker.folds(sweep) - (at[seed]?.folds ?? 0),
  }));
  const partsOf = (of: 'ms' | 'folds'): readonly number[] => {
    const all = used.reduce((sum, each) => sum + each[of], 0);
    return used.map((each) => (each[of] * sweeps) / all);
  };
  const parts = partsOf('ms');
  const foldParts = partsOf('folds');
  used.forEach(({ folds }, seed) => {
    const { embeddings, epochs } = shapeOf(seed);
    console.log(
      `sweep ${seed + 1} (${embeddings} embeddings, folds of ${epochs} ms): ${folds} folds, ${(parts[seed] ?? 0).toFixed(2)} of its fair part of the trainers' time, ${(foldParts[seed] ?? 0).toFixed(2)} of the folds`,
    );
  });
  const range = (of: readonly number[]): string => `${Math.min(...of).toFixed(2)} to ${Math.max(...of).toFixed(2)}`;
  console.log(`of the trainers' time ${range(parts)}, of the folds ${range(foldParts)}`);
  await worker.end();
}
rmSync(folder, { recursive: true, force: true });
process.exit();
