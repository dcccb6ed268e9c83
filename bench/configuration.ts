/**
 * One configuration from CSV to five folds: `sweep start --slots 1` with built servers that must start, beside the script
 * that a user writes around gensim, Keras and StratifiedKFold, on the same single core where taskset is there.
 * `npm run bench:configuration -- [file.csv with columns text,label] [rounds]`; the peer's Python: bench/peers/install.sh.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [data = 'data/campus.csv', rounds = '1'] = process.argv.slice(2);
const label = data.endsWith('campus.csv') ? 'sentiment' : 'label';
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const python = process.env['SWEEP_BENCH_PYTHON'] ?? join(tmpdir(), 'sweep-bench-venv', 'bin', 'python');
const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];
const grid = join(folder, 'grid.yaml');
writeFileSync(
  grid,
  `name: one
data: { file: ${resolve(data)}, text: text, label: ${label} }
text: { maxTokens: 40 }
embedding: { fit: all, iterations: 100, window: 4, size: 100 }
model: { units: 16, dropout: 0.5 }
train: { batch: 64, epochs: 25 }
`,
);

const timed = (
  command: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly seconds: number; readonly out: string } => {
  const [program, ...args] = [...pinned, ...command] as [string, ...string[]];
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`${command.join(' ')}: exit code ${status}\n${stderr}`);
  return { seconds: (performance.now() - from) / 1000, out: stdout };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const env = { SWEEP_HOME: join(folder, `home-${round}`), SWEEP_LINGER_SECONDS: '1', CI: 'true' };
  ours.push(timed([process.execPath, 'dist/cli/main.js', 'start', grid, '--slots', '1'], env).seconds);
  const peer = timed([python, 'bench/peers/configuration.py', resolve(data), label], {});
  theirs.push(peer.seconds);
  console.log(
    `round ${round + 1}: ours ${ours.at(-1)?.toFixed(1)} s, gensim + Keras ${theirs.at(-1)?.toFixed(1)} s; ${peer.out.trim()}`,
  );
  const board = timed([process.execPath, 'dist/cli/main.js', 'leaderboard', 'one', '--csv'], env).out.split('\n');
  console.log(`ours: accuracy ${board[1]?.split(',')[board[0]?.split(',').indexOf('accuracy') ?? 0]}`);
}
const [a, b] = [median(ours), median(theirs)];
console.log(`median: ours ${a.toFixed(1)} s, gensim + Keras ${b.toFixed(1)} s: ${(b / a).toFixed(1)} ×`);
rmSync(folder, { recursive: true, force: true });
