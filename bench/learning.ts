/**
 * Whether learning is real: the best of a small grid on a corpus of labelled texts, beside Keras with that configuration, on
 * the same tokens and the same five folds.
 * `npm run bench:learning -- file.csv [--rows 3000] [--label column]`; the peer's Python: bench/peers/install.sh.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { parseGrid, readSource } from '../cli/grid/parse-grid.ts';
import { prepareSweep } from '../cli/prepare-sweep.ts';
import { readSplits } from '../core/split-bytes.ts';
import { readCorpus } from '../text/corpus-bytes.ts';
import { rowTokens } from '../text/corpus.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '3000' }, label: { type: 'string', default: 'label' } },
});
const data = resolve(positionals[0] ?? 'data/campus.csv');
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const grid = join(folder, 'grid.yaml');
writeFileSync(
  grid,
  `name: learning
data: { file: ${data}, text: text, label: ${values.label}, rows: ${values.rows} }
text: { clean: [punctuation], maxTokens: 40 }
embedding: { kind: random, size: 50 }
model: { cell: [lstm, gru], bidirectional: [false, true], units: 16, pooling: [last, mean], dropout: 0.5 }
train: { epochs: [3, 6] }
`,
);

const started = spawnSync(process.execPath, ['dist/cli/main.js', 'start', grid], {
  env: { ...process.env, SWEEP_HOME: join(folder, 'home'), SWEEP_LINGER_SECONDS: '1', CI: 'true' },
  encoding: 'utf8',
  maxBuffer: 1e9,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const board = spawnSync(process.execPath, ['dist/cli/main.js', 'leaderboard', 'learning', '--json'], {
  env: { ...process.env, SWEEP_HOME: join(folder, 'home'), SWEEP_LINGER_SECONDS: '1' },
  encoding: 'utf8',
  maxBuffer: 1e9,
});
if (board.status !== 0) throw new Error(`${started.stdout}${board.stderr}`);
const [best] = (
  JSON.parse(board.stdout) as {
    rows: { trial: string; params: object; scores: { accuracy: { mean: number; sd: number } } }[];
  }
).rows as [{ trial: string; params: object; scores: { accuracy: { mean: number; sd: number } } }];

const made = await prepareSweep(parseGrid(await readSource(grid), grid));
const blob = (digest: string): Uint8Array => made.blobs.get(digest as never) as Uint8Array;
const corpus = readCorpus(blob(made.prepared.corpora[0]?.digest ?? ''));
const input = join(folder, 'input.json');
writeFileSync(
  input,
  JSON.stringify({
    texts: Array.from(corpus.classes, (_, row) => [...rowTokens(corpus, row)]),
    classes: [...corpus.classes],
    labels: corpus.labels.length,
    splits: readSplits(blob(made.prepared.splits)).map(({ train, heldOut }) => [[...train], [...heldOut]]),
    params: { 'model.cell': 'lstm', ...best.params },
  }),
);
const python = spawnSync('sh', ['bench/peers/install.sh'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const peer = spawnSync(python.stdout.trim(), ['bench/peers/learning.py', input], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
const keras = JSON.parse(peer.stdout) as { mean: number; sd: number };
const { mean, sd } = best.scores.accuracy;
console.log(`${data}, ${corpus.classes.length} rows: best of the grid is ${best.trial}`);
console.log(`ours  ${mean.toFixed(4)} ± ${sd.toFixed(4)}`);
console.log(`Keras ${keras.mean.toFixed(4)} ± ${keras.sd.toFixed(4)} (ours − Keras ${(mean - keras.mean).toFixed(4)})`);
rmSync(folder, { recursive: true, force: true });
