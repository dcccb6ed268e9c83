/*
 * The tensorflow engine against the stock layer of tfjs-node on the same library, and against our own kernels: one batch
 * trained over and over, each in turn, on one core; by the clock and of the processor.
 *
 * `npm run bench:tensorflow -- [--device cpu|cuda] [--rounds 7] [--shapes 100,16,64,40;100,64,64,100] [--no-stock]`
 *
 * Shapes are sizes of vectors, units, texts and tokens of a text. A library that is not there is said to be not measured.
 */
import { parseArgs } from 'node:util';

import { addonOf } from '../services/tensorflow/addon.ts';
import { findTensorflow } from '../services/tensorflow/find-tensorflow.ts';
import type { TensorflowInstall } from '../services/tensorflow/installation.ts';
import { createLibraryDirections } from '../training/tensorflow/direction.ts';
import { loadTensorflow } from '../training/tensorflow/load.ts';
import { sequencesOf } from '../training/tensorflow/sequences.ts';
import { median } from './load/report.ts';
import { pin } from './pin.ts';
import { createBatch, type Sizes } from './tensorflow/case.ts';
import { startStock, type Taken } from './tensorflow/stock.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '7' },
    shapes: { type: 'string', default: '50,16,16,20;100,16,64,40;100,64,64,100;300,128,64,200;300,256,64,200' },
    stock: { type: 'boolean', default: true },
    device: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const leastMs = 300;
const slowSteps = 100 * 100; // beyond so many texts' tokens the stock layer takes seconds

const shapes = values.shapes.split(';').map((text): Sizes => {
  const [size, units, texts, steps] = text.split(',').map(Number);
  if (![size, units, texts, steps].every((n) => Number.isInteger(n) && (n as number) > 0))
    throw new Error(`--shapes holds ${text}, expected four sizes`);
  return { size, units, texts, steps } as Sizes;
});

/** So many batches that the processor's clock tells something. */
const timed = (train: () => void) => {
  train();
  train();
  const from = performance.now();
  train();
  const batches = Math.max(1, Math.ceil(leastMs / (performance.now() - from)));
  return (): Taken => {
    const start = performance.now();
    const used = process.cpuUsage();
    for (let batch = 0; batch < batches; batch++) train();
    const { user, system } = process.cpuUsage(used);
    return { wall: (performance.now() - start) / batches, busy: (user + system) / 1000 / batches };
  };
};

const summary = (taken: readonly Taken[]): Taken => ({
  wall: median(taken.map(({ wall }) => wall)),
  busy: median(taken.map(({ busy }) => busy)),
});

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const times = (other: Taken, own: Taken): string =>
  `${(other.busy / own.busy).toFixed(1)} × (${(other.wall / own.wall).toFixed(1)} ×)`;

const measure = async (
  install: TensorflowInstall,
  sizes: Sizes,
  how: () => ReturnType<typeof createLibraryDirections>,
) => {
  const isSlow = sizes.texts * sizes.steps > slowSteps;
  const stock = values.stock && !isSlow ? await startStock(install, sizes) : null;
  await stock?.train(2);
  const engines = [false, true].flatMap((ragged) => [
    timed(createBatch(sizes, ragged, 'lstm', how().create)),
    timed(createBatch(sizes, ragged, 'lstm')),
  ]);
  const found = engines.map((): Taken[] => []);
  const foundStock: Taken[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [at, run] of engines.entries()) (found[at] as Taken[]).push(run());
    if (stock !== null) foundStock.push(await stock.train(round === 0 ? 2 : 3));
  }
  stock?.end();
  const [theirs, ours, theirsRagged, oursRagged] = found.map(summary) as [Taken, Taken, Taken, Taken];
  const { size, units, texts, steps } = sizes;
  const against =
    foundStock.length === 0 ? 'not measured' : `${ms(summary(foundStock).busy)}, ${times(summary(foundStock), theirs)}`;
  console.log(
    `| ${size}, ${units}, ${texts}, ${steps} | ${ms(theirs.busy)} (${ms(theirs.wall)}) | ${against} | ${ms(ours.busy)}, ${times(ours, theirs)} | ` +
      `${ms(theirsRagged.busy)} and ${ms(oursRagged.busy)}, ${times(oursRagged, theirsRagged)} |`,
  );
};

const device = async (name: 'cpu' | 'cuda'): Promise<void> => {
  const [install] = await findTensorflow(process.env, name);
  const addon = install === undefined ? undefined : addonOf(install.module);
  if (install === undefined || addon === undefined)
    return console.log(`\n${name}: not measured, no library for it is here`);
  const library = loadTensorflow(addon, name);
  const createSequence = sequencesOf(library);
  console.log(
    `\n${name}: TensorFlow ${library.version}, ${createSequence.what}; milliseconds of the processor a batch (by the clock)`,
  );
  console.log(
    '\n| vectors, units, texts, tokens | tensorflow | stock tf.layers.lstm | wasm | of any length: tensorflow and wasm |\n|---|---|---|---|---|',
  );
  for (const sizes of shapes) await measure(install, sizes, () => createLibraryDirections(createSequence.create));
};

console.log(pin() ? 'on one core' : 'on any core');
// A process holds one library: the other device takes another run.
if (values.device === undefined || values.device === 'cpu') await device('cpu');
else await device('cuda');
