/**
 * The paper's grid, all 432 trials × 5 folds, from CSV to leaderboard on two slots, beside nested loops around gensim, Keras
 * and StratifiedKFold on the same cores with as many threads as they like: a seeded sample of cells, one fold each, extrapolated.
 * `npm run bench:paper -- [--cells 12] [--rows 1633]`; the peer's Python: bench/peers/install.sh.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { cells: { type: 'string', default: '12' }, rows: { type: 'string', default: '1633' } },
});
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const data = join(folder, 'campus.csv');
// Texts of the sample corpus hold no line breaks: its first lines are its first rows.
writeFileSync(
  data,
  readFileSync('data/campus.csv', 'utf8')
    .split('\n')
    .slice(0, Number(values.rows) + 1)
    .join('\n'),
);
const grid = join(folder, 'paper.yaml');
writeFileSync(grid, readFileSync('grids/paper.yaml', 'utf8').replace('../data/campus.csv', data));
const pinned = spawnSync('taskset', ['-c', '0,1', 'true']).status === 0 ? ['taskset', '-c', '0,1'] : [];

const timed = (command: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const [program, ...args] = [...pinned, ...command] as [string, ...string[]];
  const from = performance.now();
  const { status, stdout } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`${command.join(' ')}: exit code ${status}`);
  return { seconds: (performance.now() - from) / 1000, out: stdout };
};

const python = spawnSync('sh', ['bench/peers/install.sh'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const env = { SWEEP_HOME: join(folder, 'home'), SWEEP_LINGER_SECONDS: '1', CI: 'true', NO_COLOR: '1' };
const ours = timed([process.execPath, 'dist/cli/main.js', 'start', grid, '--slots', '2'], env).seconds;
console.log(`ours: ${ours.toFixed(0)} s for 432 trials × 5 folds on two slots`);
const peer = timed([python.stdout.trim(), 'bench/peers/paper.py', resolve(data), 'sentiment', values.cells]);
const found = JSON.parse(peer.out) as { seconds: number; cells: number; embedding: number; fold: number };
console.log(
  `gensim + Keras: ${found.seconds.toFixed(0)} s, extrapolated from ${found.cells} cells, one fold each ` +
    `(word2vec ${found.embedding} s × 9, fold ${found.fold} s × 2160)`,
);
console.log(`ratio: ${(found.seconds / ours).toFixed(1)} ×`);
rmSync(folder, { recursive: true, force: true });
