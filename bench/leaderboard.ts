/**
 * How long `sweep leaderboard` takes over many trials, from the command to its last byte, servers running.
 * `npm run bench:leaderboard -- 2000`
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createPlan } from '../activities/plan.ts';
import { parseGrid } from '../cli/grid/parse-grid.ts';
import { prepareSweep, storeSweep, sweepDocument } from '../cli/prepare-sweep.ts';
import { openSession } from '../cli/session.ts';
import { createStream } from '../core/random.ts';
import { allTrials } from '../core/space.ts';
import { insertRow } from '../store/rows.ts';
import { randomRow } from './random-rows.ts';

const [trials = '2000', repeats = '5'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
process.env['SWEEP_HOME'] = join(folder, 'home');
process.env['SWEEP_LINGER_SECONDS'] = '5';
const file = join(folder, 'grid.yaml');
writeFileSync(
  file,
  `name: bench
data: { file: ${resolve('data/campus.csv')}, label: sentiment }
embedding: { kind: random, size: 16 }
model: { units: { from: 1, to: ${Number(trials) / 2}, steps: ${Number(trials) / 2} } }
train: { batch: [32, 64], epochs: 1 }
`,
);

const stream = createStream('bench leaderboard');

{
  await using session = await openSession({ create: true });
  const made = await prepareSweep(parseGrid(readFileSync(file, 'utf8'), file));
  const sweep = sweepDocument('bench', file, made);
  await storeSweep(session.store, sweep, made);
  for (const trial of allTrials(createPlan(sweep).space)) {
    await insertRow(session.store, sweep.uid, randomRow(trial, stream, 5), 0);
  }
  for (const flags of [[], ['--json']]) {
    const times = Array.from({ length: Number(repeats) }, () => {
      const from = performance.now();
      const { status } = spawnSync(process.execPath, ['dist/cli/main.js', 'leaderboard', 'bench', ...flags]);
      if (status !== 0) throw new Error(`exit code ${status}`);
      return (performance.now() - from) / 1000;
    }).toSorted((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)] as number;
    console.log(
      `leaderboard of ${trials} trials ${flags.join(' ')}: median ${median.toFixed(2)} s (${times.map((each) => each.toFixed(2)).join(', ')})`,
    );
  }
}
rmSync(folder, { recursive: true, force: true });
process.exit();
