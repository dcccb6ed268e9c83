/**
 * Ten sweeps at once on two slots: each one's part of the slots' time, over its fair part. Sweeps of one and of eight
 * embeddings, with `--short` and `--long` of short and of long folds, the last of them started later.
 * `npm run bench:fairness -- [--seconds 120] [--short 20] [--long 200] [--slots 2]`
 */
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { openSession } from '../cli/session.ts';
import type { Sweep } from '../store/documents.ts';
import { machineText, numbersTable, verdictTable } from './load/report.ts';
import { openScene, startSleepingWorker, startSweep } from './load/scene.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    short: { type: 'string', default: '20' },
    long: { type: 'string', default: '200' },
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

console.log(
  `${sweeps} sweeps, ${values.slots} slots, folds of ${values.short} and ${values.long} ms, ${values.seconds} s`,
);
console.log(machineText(loadavg()[0] ?? 0));
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
  const rows = used.map(({ folds }, seed): readonly string[] => {
    const { embeddings, epochs } = shapeOf(seed);
    const [part, foldPart] = [parts[seed] ?? 0, foldParts[seed] ?? 0];
    return [`s${seed}`, `${embeddings}`, `${epochs} ms`, `${folds}`, part.toFixed(2), foldPart.toFixed(2)];
  });
  const heads = ['sweep', 'embeddings', 'a fold', 'folds', "slots' time, of its fair part", 'folds, of its fair part'];
  console.log(`\n${numbersTable(heads, rows)}\n`);
  const [least, most] = [Math.min(...parts), Math.max(...parts)];
  const target = "each of ten sweeps at least half of its fair part of the slots' time";
  console.log(verdictTable([{ target, found: `${least.toFixed(2)} to ${most.toFixed(2)}`, isMet: least >= 0.5 }]));
  await worker.end();
}
rmSync(folder, { recursive: true, force: true });
process.exit();
