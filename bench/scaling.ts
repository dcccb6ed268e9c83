/**
 * What a second slot brings: one grid from start to leaderboard on one slot and on two, alternately, with running servers.
 * `npm run bench:scaling -- [rounds]`. Each round has stores of its own, so that nothing is reused.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [rounds = '3'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const grid = (name: string, seed: number): string => {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(
    file,
    `name: ${name}
data: { file: ${resolve('data/campus.csv')}, label: sentiment }
embedding: { fit: all, iterations: 20, window: [2, 3, 4, 6], seed: ${seed} }
model: { units: [16, 32], dropout: [0.25, 0.5] }
train: { epochs: [10, 25], seed: ${seed} }
`,
  );
  return file;
};
const env = { ...process.env, SWEEP_HOME: join(folder, 'home'), SWEEP_LINGER_SECONDS: '60', CI: 'true' };
const sweep = (...args: readonly string[]): number => {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`sweep ${args.join(' ')}: exit code ${status}\n${stderr}`);
  return (performance.now() - from) / 1000;
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

sweep('start', grid('warm', 1000), '--slots', '2');
const ratios: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const one = sweep('start', grid(`one-${round}`, 2 * round), '--slots', '1');
  const two = sweep('start', grid(`two-${round}`, 2 * round + 1), '--slots', '2');
  ratios.push(one / two);
  console.log(
    `round ${round + 1}: one slot ${one.toFixed(1)} s, two slots ${two.toFixed(1)} s: ${(one / two).toFixed(2)} ×`,
  );
}
console.log(`median: ${median(ratios).toFixed(2)} ×`);
spawnSync(process.execPath, ['dist/cli/main.js', 'services', 'stop'], { env });
rmSync(folder, { recursive: true, force: true });
