/*
 * Reading a file of word vectors of 1 GB, text, beside gensim's KeyedVectors.load_word2vec_format: seconds and the most
 * memory resident, each in a process of its own, once. Ours keeps the rows of 20,000 words; gensim keeps all that it reads.
 *
 * `npm run bench:vectors -- [megabytes]`; the peer's Python: bench/peers/install.sh, or what SWEEP_BENCH_PYTHON names.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createStream } from '../core/random.ts';
import { readVectorsFile } from '../training/vectors-file/read-vectors-file.ts';

const size = 300;
const wanted = 20_000;
const readHere = '--read-here';

const wordAt = (row: number): string => `word${row}`;

/** Rows of numbers as gensim writes them: nine digits or so. */
const writeFile = (path: string, bytes: number): number => {
  const draws = createStream('bench', 'vectors');
  const lines = Array.from({ length: 50 }, () =>
    Array.from({ length: size }, () => Math.fround(draws.uniform() - 0.5).toPrecision(8)).join(' '),
  );
  const rows = Math.floor(bytes / ((lines[0] as string).length + 10));
  const file = openSync(path, 'w');
  writeSync(file, `${rows} ${size}\n`);
  for (let row = 0; row < rows; row += 1000) {
    const block = Array.from(
      { length: Math.min(1000, rows - row) },
      (_, at) => `${wordAt(row + at)} ${lines[(row + at) % lines.length]}\n`,
    );
    writeSync(file, block.join(''));
  }
  closeSync(file);
  return rows;
};

type Read = {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly words: number;
};

const read = async (path: string, rows: number): Promise<Read> => {
  const every = Math.max(1, Math.floor(rows / wanted));
  const words = Array.from({ length: Math.min(wanted, rows) }, (_, at) => wordAt(at * every));
  const start = performance.now();
  const used = process.cpuUsage();
  const found = await readVectorsFile(path, words);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const cpuSeconds = (user + system) / 1e6;
  return {
    name: 'sweep',
    seconds,
    cpuSeconds,
    bytes: process.resourceUsage().maxRSS * 1024,
    words: found.words.length,
  };
};

const report = ({ name, seconds, cpuSeconds, bytes, words }: Read): void =>
  console.log(
    `${name.padEnd(14)} ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU, at most ${Math.round(bytes / 2 ** 20)} MiB, ${words} words kept`,
  );

const main = async (megabytes: number): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
  try {
    const path = join(folder, 'vectors.txt');
    const rows = writeFile(path, megabytes * 1e6);
    console.log(`${Math.round(statSync(path).size / 1e6)} MB of text: ${rows} words of ${size} numbers`);
    const self = [...process.execArgv, fileURLToPath(import.meta.url), readHere, path, String(rows)];
    report(JSON.parse(execFileSync(process.execPath, self, { encoding: 'utf8' })) as Read);
    const python = execFileSync('bench/peers/install.sh', { encoding: 'utf8' }).trim();
    report(JSON.parse(execFileSync(python, ['bench/peers/vectors.py', path], { encoding: 'utf8' })) as Read);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const [first = '1000', path = '', rows = '0'] = process.argv.slice(2);
if (first === readHere) console.log(JSON.stringify(await read(path, Number(rows))));
else await main(Number(first));
