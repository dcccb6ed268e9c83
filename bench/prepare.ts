/*
 * Preparing texts, on one core: a CSV of made-up comments (addresses, mentions, tags, emoji, numbers, quotes, accents) is
 * read, cleaned, cut into words and numbered, as `sweep start` does before anything trains. Beside it pandas, regular
 * expressions and Keras' Tokenizer on the first rows of the same file, extrapolated. Each in a process of its own.
 *
 * `npm run bench:prepare -- [rows] [rows of the peer]`; the peer's Python: bench/peers/install.sh, or what
 * SWEEP_BENCH_PYTHON names.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStream } from '../core/random.ts';
import { prepareData } from '../text/prepare-data.ts';
import { createTokenizers } from '../text/create-tokenizers.ts';
import { parseGrid } from '../cli/grid/parse-grid.ts';

type Outcome = {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
};

const syllables = 'ba be bi da de di ka ke ki la le li ma me mi na ne ni pa ra re sa se ta te ti wa yang kan ter'.split(
  ' ',
);
const extras = [
  'https://example.org/a?b=1',
  '@jo_doe',
  '<br />',
  '👍🏽',
  '99',
  '3.5',
  'café',
  '"so"',
  '#win',
  '&amp;',
  '...',
];

/** A stream of CSV rows whose words are as unevenly frequent as a language's: rank r has a share of about 1/r. */
const writeRows = (file: string, rows: number): void => {
  const draw = createStream('bench prepare');
  const types = 60_000;
  const word = (rank: number): string => {
    let text = '';
    for (let left = rank + 31; left > 0; left = Math.floor(left / 30)) text += syllables[left % 30] as string;
    return text;
  };
  const words = Array.from({ length: types }, (_, rank) => word(rank));
  const out = openSync(file, 'w');
  let lines = 'text,label\n';
  for (let row = 0; row < rows; row++) {
    const length = 4 + Math.floor(28 * draw.uniform() ** 1.5);
    let text = '';
    for (let at = 0; at < length; at++) {
      const rank = Math.floor(types ** draw.uniform()) - 1;
      text += (at === 0 ? '' : draw.uniform() < 0.08 ? ', ' : ' ') + (words[rank] as string);
      if (draw.uniform() < 0.03) text += ` ${extras[Math.floor(draw.uniform() * extras.length)] as string}`;
    }
    lines += `"${text.replaceAll('"', '""')}.",${['negative', 'neutral', 'positive'][row % 3] as string}\n`;
    if (lines.length > 1 << 20) {
      writeSync(out, lines);
      lines = '';
    }
  }
  writeSync(out, lines);
  closeSync(out);
};

const prepare = async (file: string): Promise<Outcome> => {
  const grid = parseGrid(`name: bench\ndata: { file: ${JSON.stringify(file)} }\n`, join(tmpdir(), 'bench.yaml'));
  const start = performance.now();
  const used = process.cpuUsage();
  const { tokenizers } = await createTokenizers(
    grid.parts.map(({ base }) => base.text),
    grid.folder,
  );
  const { summary } = await prepareData(grid, tokenizers);
  const { user, system } = process.cpuUsage(used);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return {
    rows: summary.rows,
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    megabytes,
  };
};

/** What it starts keeps to one core, where the system can. */
const pinned = (command: string, flags: readonly string[]): Outcome => {
  const all = [command, ...flags];
  const hasTaskset = process.platform === 'linux';
  const [program, ...rest] = hasTaskset ? ['taskset', '-c', String(availableParallelism() - 1), ...all] : all;
  return JSON.parse(execFileSync(program as string, rest, { encoding: 'utf8' })) as Outcome;
};

const report = (name: string, { rows, cpuSeconds, seconds, megabytes }: Outcome): number => {
  const perMinute = (60 * rows) / cpuSeconds;
  const speed = `${Math.round(perMinute).toLocaleString('en')} rows a minute of CPU time`;
  console.log(
    `${name.padEnd(16)} ${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU): ${speed}, peak ${Math.round(megabytes)} MB resident`,
  );
  return perMinute;
};

const compare = (rows: number, peerRows: number): void => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
  try {
    const file = join(folder, 'rows.csv');
    writeRows(file, rows);
    const quarter = join(folder, 'quarter.csv');
    writeRows(quarter, rows / 4);
    console.log(`${rows.toLocaleString('en')} rows, ${Math.round(statSync(file).size / 1e6)} MB; each on one core`);
    const ours = (path: string) =>
      pinned(process.execPath, ['--import', 'tsx', import.meta.filename, '--prepare', path]);
    report('sweep, a quarter', ours(quarter));
    const our = report('sweep', ours(file));
    const python = execFileSync('bench/peers/install.sh', { encoding: 'utf8' }).trim();
    const peer = report('pandas + Keras', pinned(python, ['bench/peers/prepare.py', file, String(peerRows)]));
    const whole = (60 * rows) / peer;
    console.log(
      `${(our / peer).toFixed(2)} times as fast as the peer, which would take ${whole.toFixed(0)} s for all rows at the pace of its ${peerRows.toLocaleString('en')}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const [first = '1000000', second = '100000'] = process.argv.slice(2);
if (first === '--prepare') console.log(JSON.stringify(await prepare(second)));
else compare(Number(first), Number(second));
