/*
 * Training and scoring of one fold against Keras with masking and PyTorch with packed sequences: real rows, batches of 64,
 * dropout 0.5, Adam; ours and the peers on one core, an epoch each in turn.
 *
 * `npm run bench:fold -- [--shape paper|middle|large] [--variant lstm,gru,…] [--peers keras,torch] [--rounds 5] [rows.csv]`
 *
 * paper: vectors of 100, 16 units, at most 40 tokens. middle: 100, 64, 100 tokens. large: 300, 128, 200 tokens, where the texts
 * of the corpus are joined to documents as long as film reviews. Variants: gru, bidirectional, layers2, attention, learnt (an
 * embedding of 20,000 words). The peers' Python: bench/peers/install.sh, or what SWEEP_BENCH_PYTHON names. PyTorch is a large
 * install and has to be asked for.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRun, type RunInput } from '../training/run.ts';
import { readFold, reviewLengths, type Shape, shapes, variants } from './fold-input.ts';
import { type Epoch, type Peer, pythonOf, startPeer, writeFold } from './fold-peer.ts';
import { pin } from './pin.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    shape: { type: 'string', default: 'paper' },
    variant: { type: 'string', default: 'lstm' },
    peers: { type: 'string', default: 'keras' },
    rounds: { type: 'string', default: '5' },
    join: { type: 'boolean', default: false },
  },
});
const file = positionals[0] ?? 'data/campus.csv';
const rounds = Number(values.rounds);
const peers = values.peers === 'none' ? [] : values.peers.split(',');
const known = shapes[values.shape];
if (known === undefined) throw new Error(`--shape is ${values.shape}, expected ${Object.keys(shapes).join(', ')}`);
const shape: Shape = { ...known, join: known.join || values.join };
const leastSeconds = 0.3; // of ours in a round: the processor's clock is coarse

/** Trains epoch after epoch. */
const createOurs = (input: RunInput) => {
  const run = createRun(input);
  return (): Epoch => {
    const start = performance.now();
    const used = process.cpuUsage();
    let epochs = 0;
    for (;;) {
      const step = run.step();
      if (step.state === 'done' || step.state === 'diverged') throw new Error(`our run ended: ${step.state}`);
      if (step.state !== 'epoch') continue;
      epochs++;
      const wall = (performance.now() - start) / 1000;
      if (wall < leastSeconds) continue;
      const { user, system } = process.cpuUsage(used);
      const [loss, heldOutLoss] = [step.curves.loss.at(-1), step.curves.heldOutLoss.at(-1)] as [number, number];
      return { wall: wall / epochs, busy: (user + system) / 1e6 / epochs, loss, heldOutLoss };
    }
  };
};

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] as number;

const describe = ({ texts, trainRows, heldOutRows, vectors, classes }: RunInput): void => {
  const lengths = Array.from(texts.offsets.subarray(1), (end, row) => end - (texts.offsets[row] as number));
  const mean = texts.tokens.length / lengths.length;
  const { median: middle, sigma } = reviewLengths;
  if (shape.join) console.log(`texts joined to documents: length log-normal, median ${middle} words, sigma ${sigma}`);
  console.log(
    `${file}: ${trainRows.length} + ${heldOutRows.length} texts of ${mean.toFixed(1)} tokens (median ${median(lengths)}, at most ${Math.max(...lengths)}), ` +
      `${vectors.length / shape.size} words, ${classes} classes; size ${shape.size}, ${shape.units} units, batch 64`,
  );
};

const trainVariant = async (variant: string, folder: string): Promise<void> => {
  const input = readFold(file, shape, variant, 100_000);
  describe(input);
  const python = peers.length > 0 ? pythonOf(peers) : '';
  const files = writeFold(input, folder);
  const started = peers.map((peer) => startPeer(python, peer === 'torch' ? 'fold_torch' : 'fold', files));
  const ours = createOurs(input);
  const all: Peer[] = [{ name: 'ours', epoch: () => Promise.resolve(ours()), end: () => {} }, ...started];
  const found = all.map((): Epoch[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [at, each] of all.entries()) {
      const epoch = await each.epoch();
      if (round > 0) (found[at] as Epoch[]).push(epoch); // the first compiles and builds graphs
    }
  }
  for (const each of all) each.end();
  const batches = Math.ceil(input.trainRows.length / input.train.batch);
  const [own] = found as [Epoch[]];
  found.forEach((epochs, at) => {
    const [busy, wall, ownBusy, ownWall] = [epochs, own].flatMap((list) => [
      median(list.map((epoch) => epoch.busy)),
      median(list.map((epoch) => epoch.wall)),
    ]) as [number, number, number, number];
    const ratios = `${(busy / ownBusy).toFixed(2)} times ours (${(wall / ownWall).toFixed(2)} by the clock)`;
    const milliseconds = `${((busy * 1000) / batches).toFixed(2)} ms of the processor a batch`;
    const name = `${values.shape} ${variant}, ${(all[at] as Peer).name}`;
    const last = epochs.at(-1) as Epoch;
    console.log(
      `${name}: ${milliseconds}, ${at === 0 ? '' : `${ratios}, `}last held-out loss ${last.heldOutLoss.toFixed(3)}`,
    );
  });
};

const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
try {
  console.log(`medians of ${rounds} rounds, ${pin() ? 'on one core' : 'not pinned to a core'}`);
  for (const variant of values.variant === 'all' ? Object.keys(variants) : values.variant.split(',')) {
    if (!(variant in variants))
      throw new Error(`--variant is ${variant}, expected ${Object.keys(variants).join(', ')}`);
    await trainVariant(variant, folder);
  }
} finally {
  rmSync(folder, { recursive: true });
}
