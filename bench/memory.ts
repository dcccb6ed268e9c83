/**
 * Peak resident memory of everything that a sweep on two slots needs: CLI, supervisor, both servers, trainers.
 * `npm run bench:memory -- [grid]`; shared pages are counted once (Pss of smaps_rollup, Linux).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { processesOf } from '../test/chaos/processes.ts';
import { sweep } from '../test/chaos/sweep-process.ts';

const megabytes = (pid: number): number => {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it ended in between
  }
};

const [grid = 'grids/tour.yaml'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const home = join(folder, 'home');
const life = sweep(home, ['start', grid, '--slots', '2']);
let ended = false;
void life.ended.then(() => (ended = true));
let peak = 0;
const peakOf = new Map<string, number>();
while (!ended) {
  const sums = new Map<string, number>();
  for (const { pid, role } of processesOf(home)) sums.set(role, (sums.get(role) ?? 0) + megabytes(pid));
  for (const [role, sum] of sums) peakOf.set(role, Math.max(sum, peakOf.get(role) ?? 0));
  peak = Math.max(
    peak,
    [...sums.values()].reduce((a, b) => a + b, 0),
  );
  await sleep(100);
}
const { code } = await life.ended;
for (const [role, sum] of peakOf) console.log(`${role.padEnd(12)} ${sum.toFixed(0).padStart(6)} MiB at most`);
console.log(`${'together'.padEnd(12)} ${peak.toFixed(0).padStart(6)} MiB at most (exit code ${code})`);
await sleep(3000);
rmSync(folder, { recursive: true, force: true });
