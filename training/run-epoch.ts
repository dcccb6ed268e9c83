import { createStream, shuffle } from '../core/random.ts';
import { indexOfLargest, nats, type Outcome } from './network/head.ts';
import type { Progress } from './run-checkpoint.ts';
import type { RunInput } from './run-input.ts';
import type { RunParts } from './run-parts.ts';

/** A loss that is no number, or weights beyond all use, in that epoch (from 1). */
export type Diverged = { readonly state: 'diverged'; readonly epoch: number; readonly message: string };

/** Weights of networks that learn stay below a hundred or so; a larger one than this comes of steps that are too long. */
const mostWeight = 1e8;

/** Order of the training rows in an epoch (from 0); stream (seed, 'order', repeat, fold, epoch). */
const orderOf = ({ trainRows, train, repeat, fold }: RunInput, epoch: number): Uint32Array => {
  const order = trainRows.slice();
  shuffle(order, createStream(train.seed, 'order', repeat, fold, epoch));
  return order;
};

const tooLarge = (largest: number, epoch: number): Diverged => {
  const message = `A weight was ${largest.toPrecision(3)} after epoch ${epoch}, of at most ${mostWeight.toExponential()}.`;
  return { state: 'diverged', epoch, message };
};

/** The training of one epoch, batch by batch, from wherever `progress` stands. */
export const createTraining = ({ input, network, batches }: RunParts) => {
  let order = { epoch: -1, rows: input.trainRows };
  return (progress: Progress): Progress | Diverged => {
    const { epoch, batch } = progress;
    if (order.epoch !== epoch) order = { epoch, rows: orderOf(input, epoch) };
    const from = batch * input.train.batch;
    const step = epoch * batches + batch + 1;
    const { loss, correct } = network.gradients(
      order.rows,
      from,
      Math.min(from + input.train.batch, order.rows.length),
      step,
    );
    if (!Number.isFinite(loss)) {
      const message = `The loss was ${loss} in epoch ${epoch + 1}, batch ${batch + 1} of ${batches}.`;
      return { state: 'diverged', epoch: epoch + 1, message };
    }
    network.update(step);
    if (batch + 1 === batches) {
      const largest = network.largestWeight();
      if (!(largest <= mostWeight)) return tooLarge(largest, epoch + 1);
    }
    return { ...progress, batch: batch + 1, loss: progress.loss + loss, correct: progress.correct + correct };
  };
};

/** Mean loss and hits of delivered probabilities, in the order of the held-out rows, however they were scored in parts. */
const outcomeOf = ({ input, heldOut }: RunParts, probabilities: Float32Array): Outcome => {
  const { classes, heldOutRows, labels } = input;
  let loss = 0;
  let correct = 0;
  for (let at = 0; at < heldOut.length; at++) {
    const row = probabilities.subarray(at * classes, (at + 1) * classes);
    const label = labels[heldOutRows[at] as number] as number;
    loss += nats(row[label] as number);
    if (indexOfLargest(row) === label) correct++;
  }
  return { loss, correct };
};

/** The scoring of the held-out rows, part by part. */
export const createScoring = (parts: RunParts) => {
  const { input, network, heldOut, chunk, places } = parts;
  const probabilities = new Float32Array(heldOut.length * input.classes);
  let done = 0;
  return {
    parts: Math.ceil(heldOut.length / chunk),
    done: (): number => Math.ceil(done / chunk),
    probabilities: (): Float32Array => probabilities.slice(),
    /** Scores the next part; the sums over all rows after the last one, else null. */
    step: (): Outcome | null => {
      const to = Math.min(done + chunk, heldOut.length);
      network.score(heldOut, done, to, probabilities, places);
      done = to === heldOut.length ? 0 : to;
      return done === 0 ? outcomeOf(parts, probabilities) : null;
    },
  };
};
