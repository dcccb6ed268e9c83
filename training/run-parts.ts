import type { Curves } from '../core/results.ts';
import { classWeightsOf } from './network/class-weights.ts';
import type { MakeDirection } from './network/direction.ts';
import { initialWeights } from './network/initialisers.ts';
import { createNetwork, type Network } from './network/network.ts';
import { lengthOf } from './network/packing.ts';
import { writeVectors, writeWeights } from './network/weights.ts';
import { type Progress, readCheckpoint, runDigest } from './run-checkpoint.ts';
import type { RunInput } from './run-input.ts';
import { scoringCostPerToken, scoringRows } from './run-size.ts';

/** What a run is made of, and where it lies. */
export type RunParts = {
  readonly input: RunInput;
  readonly network: Network;
  readonly batches: number;
  readonly heldOut: Uint32Array; // rows, longest text first
  readonly chunk: number; // held-out rows scored at once
  readonly places: Uint32Array; // by text: its place in heldOutRows
};

/** Tokens of the `count` longest texts: no batch has more. */
const mostTokens = (lengths: Uint32Array, count: number): number =>
  lengths.subarray(Math.max(0, lengths.length - count)).reduce((sum, length) => sum + length, 0);

/** @throws {RangeError} if the machine has no memory for it */
export const createRunParts = (input: RunInput, createDirection?: MakeDirection): RunParts => {
  const { model, train, trainRows, heldOutRows, texts, size, classes, trainable, repeat, fold } = input;
  const lengths = trainRows.map((row) => lengthOf(texts, row)).sort();
  const heldOutLengths = heldOutRows.map((row) => lengthOf(texts, row)).sort();
  const steps = Math.max(lengths.at(-1) as number, heldOutLengths.at(-1) ?? 0);
  const chunk = scoringRows(scoringCostPerToken({ size, model }), steps);
  const shape = {
    model,
    size,
    classes,
    trainable,
    optimizer: train.optimizer,
    steps,
    vocabulary: input.vectors.length / size,
    rows: Math.max(Math.min(train.batch, trainRows.length), Math.min(chunk, heldOutRows.length)),
    positions: Math.max(mostTokens(lengths, train.batch), mostTokens(heldOutLengths, chunk)),
  };
  const { labels } = input;
  const classWeights = classWeightsOf(train.classWeights, labels, trainRows, classes);
  const seed = { seed: train.seed, repeat, fold };
  const network = createNetwork({ shape, train, seed, texts, labels, classWeights, createDirection });
  writeVectors(network.machine, network.plan, input.vectors);
  const places = new Uint32Array(labels.length);
  heldOutRows.forEach((row, at) => (places[row] = at));
  const heldOut = heldOutRows.toSorted((a, b) => lengthOf(texts, b) - lengthOf(texts, a));
  return { input, network, batches: Math.ceil(trainRows.length / train.batch), heldOut, chunk, places };
};

const noCurves: Curves = { loss: [], accuracy: [], heldOutLoss: [], heldOutAccuracy: [] };
const atStart: Progress = { epoch: 0, batch: 0, loss: 0, correct: 0, curves: noCurves };

/** Where the run goes on: at the checkpoint, or at its start. */
export const beginRun = ({ input, network }: RunParts, checkpoint: Uint8Array | undefined): Progress => {
  const { repeat, fold, train, epochs } = input;
  writeVectors(network.machine, network.plan, input.vectors);
  writeWeights(network.machine, network.plan, initialWeights(network.plan.shape, { seed: train.seed, repeat, fold }));
  if (checkpoint === undefined) return atStart;
  return readCheckpoint(runDigest(input), checkpoint, network, epochs[0] as number) ?? atStart;
};
