/*
 * One fold of the paper's shape (frozen vectors of 100, LSTM of 16 units, batch 64, dropout 0.5, at most 40 tokens; 1,633 rows
 * of a real corpus, five folds) against Keras with masking, on one core, one after the other in each round.
 *
 * `npm run bench:fold -- [rows.csv] [rounds]`; the peer's Python: bench/peers/install.sh, or what SWEEP_BENCH_PYTHON names.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainOptions } from '../core/grid.ts';
import { createStream, shuffle } from '../core/random.ts';
import { aCell } from '../test/core/grids.ts';
import { createRun, type RunInput } from '../training/run.ts';

const [file = 'data/campus.csv', roundsText = '3'] = process.argv.slice(2);
const epochs = 25;
const peerEpochs = 5; // all alike, but the first, which also builds the graph
const rows = 1633;
const size = 100;

const { model } = aCell(); // LSTM of 16 units, dropout 0.5
const train: TrainOptions = {
  batch: 64,
  epochs,
  optimizer: 'adam',
  learningRate: 0.001,
  clipNorm: 'none',
  classWeights: 'none',
  seed: 0,
};

/** The first fold of a corpus, its words numbered as they come up, with vectors drawn at random: speed asks for no meaning. */
const readFold = (): RunInput => {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).slice(1).filter(Boolean);
  const stream = createStream('bench');
  shuffle(lines as unknown as number[], stream);
  const cut = lines
    .slice(0, rows)
    .map((line) => [line.slice(0, line.lastIndexOf(',')), line.slice(line.lastIndexOf(',') + 1)]);
  const words = new Map<string, number>();
  const classes = [...new Set(cut.map(([, label]) => label as string))].toSorted();
  const texts = cut.map(([text]) =>
    ((text as string).toLowerCase().match(/[a-z']+/g) ?? ['x']).slice(0, 40).map((word) => {
      if (!words.has(word)) words.set(word, words.size + 1);
      return words.get(word) as number;
    }),
  );
  const offsets = new Uint32Array(texts.length + 1);
  texts.forEach((text, at) => (offsets[at + 1] = (offsets[at] as number) + text.length));
  const vectors = Float32Array.from({ length: (words.size + 1) * size }, (_, at) =>
    at < size ? 0 : stream.uniform() - 0.5,
  );
  const all = Uint32Array.from(texts.keys());
  return {
    model,
    train,
    trainable: false,
    epochs: [peerEpochs, epochs],
    texts: { tokens: Uint32Array.from(texts.flat()), offsets },
    labels: Uint32Array.from(cut, ([, label]) => classes.indexOf(label as string)),
    classes: classes.length,
    trainRows: all.filter((row) => row % 5 !== 0),
    heldOutRows: all.filter((row) => row % 5 === 0),
    vectors,
    size,
    repeat: 0,
    fold: 0,
  };
};

/** Seconds an epoch takes, its scoring included: by the clock, and of the processor, which a busy machine distorts less. */
type Seconds = { readonly wall: number; readonly busy: number };
type Trained = Seconds & { readonly loss: number; readonly heldOutLoss: number }; // after the peer's epochs

/** From the input to the last epoch's predictions. */
const trainOurs = (input: RunInput): Trained => {
  const start = performance.now();
  const used = process.cpuUsage();
  const run = createRun(input);
  let losses = { loss: NaN, heldOutLoss: NaN };
  for (let step = run.step(); step.state !== 'done'; step = run.step()) {
    if (step.state !== 'epoch' || step.epochs !== peerEpochs) continue;
    const { loss, heldOutLoss } = step.curves;
    losses = { loss: loss.at(-1) as number, heldOutLoss: heldOutLoss.at(-1) as number };
  }
  run.dispose();
  const { user, system } = process.cpuUsage(used);
  return { ...losses, wall: (performance.now() - start) / 1000 / epochs, busy: (user + system) / 1e6 / epochs };
};

type PeerResult = {
  readonly epochSeconds: readonly number[];
  readonly epochBusy: readonly number[];
  readonly version: string;
  readonly loss: number;
  readonly heldOutLoss: number;
};

const createPeer = (input: RunInput, folder: string) => {
  const python = execFileSync('sh', ['bench/peers/install.sh'], { encoding: 'utf8' }).trim();
  const { texts, labels, classes, trainRows, heldOutRows } = input;
  const listed = Array.from(labels, (_, row) => [...texts.tokens.subarray(texts.offsets[row], texts.offsets[row + 1])]);
  const { units, layers, dropout } = model;
  const fold = {
    texts: listed,
    labels: [...labels],
    classes,
    trainRows: [...trainRows],
    heldOutRows: [...heldOutRows],
  };
  writeFileSync(
    join(folder, 'fold.json'),
    JSON.stringify({ ...fold, size, units, layers, dropout, batch: train.batch, epochs: peerEpochs }),
  );
  writeFileSync(join(folder, 'vectors.f32'), new Uint8Array(input.vectors.buffer));
  const script = ['bench/peers/fold.py', join(folder, 'fold.json'), join(folder, 'vectors.f32')];
  return (): PeerResult =>
    JSON.parse(execFileSync(python, script, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const folder = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
try {
  const input = readFold();
  const peer = createPeer(input, folder);
  const batches = Math.ceil(input.trainRows.length / train.batch);
  trainOurs(input); // compiles
  const ours: Seconds[] = [];
  const theirs: Seconds[] = [];
  const ms = ({ wall, busy }: Seconds): string =>
    `${((wall * 1000) / batches).toFixed(2)} ms a batch (${((busy * 1000) / batches).toFixed(2)} of the processor)`;
  for (let round = 0; round < Number(roundsText); round++) {
    const result = peer();
    const { epochSeconds, epochBusy, version } = result;
    const keras = { wall: median(epochSeconds.slice(1)), busy: median(epochBusy.slice(1)) };
    const own = trainOurs(input);
    theirs.push(keras);
    ours.push(own);
    console.log(`round ${round + 1}: Keras ${version} ${ms(keras)}, ours ${ms(own)}`);
    const losses = ({ loss, heldOutLoss }: PeerResult | Trained): string =>
      `${loss.toFixed(3)} / ${heldOutLoss.toFixed(3)}`;
    console.log(
      `  loss of training / held-out rows after ${peerEpochs} epochs: ${losses(result)}, ours ${losses(own)}`,
    );
  }
  for (const kind of ['wall', 'busy'] as const) {
    const [keras, own] = [theirs, ours].map((all) => median(all.map((each) => each[kind]))) as [number, number];
    const seconds = `Keras ${keras.toFixed(3)} s, ours ${own.toFixed(4)} s: ${(keras / own).toFixed(1)} times`;
    console.log(`an epoch with its scoring, ${kind === 'wall' ? 'by the clock' : 'of the processor'}: ${seconds}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
