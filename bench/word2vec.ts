/*
 * word2vec against gensim (skip-gram, one worker): from token ids to vectors, on one core, one after the other in each
 * round, with the paper's settings on 1,633 rows of a real corpus; or, where a number of tokens is given, on all its rows, over
 * and over until there are as many.
 *
 * `npm run bench:word2vec -- [rows.csv] [rounds] [iterations] [tokens]`; the peer's Python: bench/peers/install.sh, or what
 * SWEEP_BENCH_PYTHON names.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStream, shuffle } from '../core/random.ts';
import { createWord2vec } from '../training/word2vec/word2vec.ts';
import type { TokenTexts } from '../training/word2vec/word2vec.ts';
import { pin } from './pin.ts';

type Timing = { readonly name: string; readonly seconds: number; readonly cpuSeconds: number };

const [file = 'data/campus.csv', rounds = '5', iterations = '100', tokens = '0'] = process.argv.slice(2);
const rows = 1633;
const options = {
  iterations: Number(iterations),
  window: 4,
  size: 100,
  minCount: 1,
  negative: 5,
  sample: 0.001,
  seed: 1,
};

/** Token ids of the corpus' first column, its rows in a fixed random order. */
const readTexts = (): readonly (readonly number[])[] => {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).slice(1).filter(Boolean);
  const order = Uint32Array.from(lines, (_, line) => line);
  shuffle(order, createStream('bench'));
  const ids = new Map<string, number>();
  const idsOf = (line: number): readonly number[] => {
    const row = lines[line] as string;
    const words =
      row
        .slice(0, row.lastIndexOf(','))
        .toLowerCase()
        .match(/[\p{L}\p{N}']+/gu) ?? [];
    return words.map((word) => {
      if (!ids.has(word)) ids.set(word, ids.size);
      return ids.get(word) as number;
    });
  };
  if (Number(tokens) === 0) return Array.from(order.subarray(0, rows), idsOf);
  const all = Array.from(order, idsOf);
  const texts: (readonly number[])[] = [];
  for (let count = 0, at = 0; count < Number(tokens); at++) {
    const text = all[at % all.length] as readonly number[];
    texts.push(text);
    count += text.length;
  }
  return texts;
};

const trainOurs = (texts: TokenTexts): Timing => {
  const start = performance.now();
  const used = process.cpuUsage();
  const training = createWord2vec(texts, options);
  while (training.step());
  training.result();
  const { user, system } = process.cpuUsage(used);
  return { name: 'sweep', seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
};

const trainPeer = (python: string, textFile: string): Timing => {
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const output = execFileSync(python, ['bench/peers/word2vec.py', textFile, ...flags], { encoding: 'utf8', env });
  return JSON.parse(output) as Timing;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const report = (
  timings: readonly Timing[],
  words: number,
): { readonly seconds: number; readonly cpuSeconds: number } => {
  const seconds = median(timings.map((timing) => timing.seconds));
  const cpuSeconds = median(timings.map((timing) => timing.cpuSeconds));
  const speed = ((words * options.iterations) / cpuSeconds / 1e6).toFixed(2);
  const name = (timings[0] as Timing).name.padEnd(14);
  console.log(`${name} ${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU, ${speed} M words per CPU second`);
  return { seconds, cpuSeconds };
};

const texts = readTexts();
const offsets = new Uint32Array(texts.length + 1);
texts.forEach((text, i) => (offsets[i + 1] = (offsets[i] as number) + text.length));
const packed = { tokens: Uint32Array.from(texts.flat()), offsets };
const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
try {
  const textFile = join(folder, 'texts.txt');
  writeFileSync(textFile, texts.map((text) => `${text.join(' ')}\n`).join(''));
  const python = execFileSync('bench/peers/install.sh', { encoding: 'utf8' }).trim();
  const pinned = pin();
  const types = new Set(packed.tokens).size;
  console.log(`${texts.length} rows, ${packed.tokens.length} words of ${types}; ${JSON.stringify(options)}`);
  console.log(`medians of ${rounds} rounds, ${pinned ? 'on one core' : 'not pinned to a core'}`);
  const ours: Timing[] = [];
  const peers: Timing[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    ours.push(trainOurs(packed));
    peers.push(trainPeer(python, textFile));
  }
  const our = report(ours, packed.tokens.length);
  const peer = report(peers, packed.tokens.length);
  const faster = (peer.seconds / our.seconds).toFixed(2);
  console.log(`${faster} times as fast, ${(peer.cpuSeconds / our.cpuSeconds).toFixed(2)} by CPU time`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
