/*
 * Records how sweeps go: the seconds from the start of a sweep to the end of each of its folds, as the workers stored them.
 * `npm run bench:eta-record -- <file.json> [times as many epochs, 1]` trains grids of unlike work in a home of its own on two
 * slots: minutes, and whatever else the machine does belongs into the recordings. `npm run bench:eta` reads the files.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createPlan, foldKeysOf } from '../activities/plan.ts';
import { allTrials } from '../core/space.ts';
import { servicesStatus } from '../services/manage-services.ts';
import type { Sweep } from '../store/documents.ts';
import { closeStore, openStore } from '../store/open-store.ts';
import type { Store } from '../store/open-store.ts';
import { listSweeps } from '../store/sweeps.ts';
import { readTimings } from '../store/timings.ts';
import { run, sweep } from '../test/chaos/sweep-process.ts';

const [out, times = '1'] = process.argv.slice(2);
if (out === undefined) throw new Error('say where the recordings shall be written');

const data = `data: { file: ${resolve(import.meta.dirname, '../data/campus.csv')}, label: topic`;
/** Cells of one cost and of many, cheap ones first and dear ones first, with word vectors and without, few folds and many. */
const grids: Readonly<Record<string, string>> = {
  even: `${data} }\nembedding: { kind: random, size: 16 }\nmodel: { units: 12 }\ntrain: { epochs: 8, learningRate: [0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01] }`,
  growing: `${data} }\nembedding: { kind: random, size: 16 }\nmodel: { units: [4, 8, 16, 24, 32, 48] }\ntrain: { epochs: 6 }`,
  shrinking: `${data} }\nembedding: { kind: random, size: 20 }\nmodel: { units: [48, 32, 24, 16, 8, 4] }\ntrain: { epochs: 6 }`,
  epochs: `${data} }\nembedding: { kind: random, size: 16 }\nmodel: { units: [8, 16], dropout: [0.2, 0.4] }\ntrain: { epochs: [2, 4, 8, 12] }`,
  vectors: `${data} }\nembedding: { iterations: [5, 20], window: [2, 5], size: 24 }\nmodel: { units: [8, 16] }\ntrain: { epochs: 5 }`,
  shared: `${data} }\nembedding: { iterations: 10, fit: all, size: 24 }\nmodel: { units: [8, 16, 24], layers: [1, 2] }\ntrain: { epochs: 5 }`,
  many: `${data}, rows: 300 }\nsplit: { folds: 10 }\nembedding: { kind: random, size: 8 }\nmodel: { units: [2, 3, 4, 5, 6, 8], dropout: [0, 0.2, 0.4] }\ntrain: { epochs: [3, 6] }`,
  repeats: `${data}, rows: 600 }\nsplit: { folds: 5, repeats: 4 }\nembedding: { kind: random, size: 12 }\nmodel: { units: [4, 12], cell: [lstm, gru] }\ntrain: { epochs: 6, batch: [16, 64] }`,
  long: `${data} }\nembedding: { kind: random, size: 24 }\nmodel: { units: [24, 40], bidirectional: [false, true] }\ntrain: { epochs: 10, batch: [32, 64] }`,
  drawn: `${data} }\nembedding: { kind: random, size: 16 }\nmodel: { units: [4, 8, 16, 32, 48], layers: [1, 2], dropout: [0, 0.25, 0.5] }\ntrain: { epochs: [3, 6, 9], batch: [16, 32, 64] }\nsearch: { kind: random, trials: 24, seed: 3 }`,
};

const longer = (text: string): string =>
  text.replace(/epochs: [\d, [\]]*\d\]?/, (epochs) =>
    epochs.replaceAll(/\d+/g, (each) => String(Number(each) * Number(times))),
  );

/** Ascending; folds that were known before the start are no part of it. */
const endsOf = async (store: Store, stored: Sweep): Promise<readonly number[]> => {
  const plan = createPlan(stored);
  const keys = [...allTrials(plan.space)].flatMap((trial) => foldKeysOf(plan, trial));
  const timings = await readTimings(store, keys);
  const seconds = timings.flatMap((timing) => (timing === null ? [] : (timing.finishedAt - stored.startedAt) / 1000));
  return seconds
    .filter((end) => end > 0)
    .map((end) => Math.round(end * 10) / 10)
    .toSorted((a, b) => a - b);
};

const folder = mkdtempSync(join(tmpdir(), 'sweep-eta-'));
const home = join(folder, 'home');
const recordings: Record<string, readonly number[]> = {};
try {
  for (const [name, text] of Object.entries(grids)) {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, `name: ${name}\n${longer(text)}\n`);
    await run(home, ['start', file, '--slots', '2']);
    const { supervisor } = await servicesStatus(home);
    const store = await openStore(supervisor?.servers.mongo?.address ?? '');
    const stored = (await listSweeps(store)).find((each) => each.name === name);
    if (stored === undefined) throw new Error(`${name} is not in the store`);
    recordings[name] = await endsOf(store, stored);
    await closeStore(store);
    console.log(`${name}: ${recordings[name].length} folds in ${recordings[name].at(-1)} s`);
    writeFileSync(out, `${JSON.stringify(recordings)}\n`); // what is recorded is kept, whatever happens to the rest
  }
} finally {
  await sweep(home, ['services', 'stop', '--force']).ended;
  rmSync(folder, { recursive: true, force: true });
}
