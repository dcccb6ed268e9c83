import { type Digest, digestOf, digestOfBytes, type Json } from '../core/canonical.ts';
import type { Curves } from '../core/results.ts';
import type { Network } from './network/network.ts';
import type { RunInput } from './run-input.ts';

/** Where a run stands: epochs wholly done, batches trained of the next one, and what has been seen of them. */
export type Progress = {
  readonly epoch: number;
  readonly batch: number;
  readonly loss: number; // summed over the texts of this epoch's batches
  readonly correct: number;
  readonly curves: Curves;
};

type Header = { readonly run: Digest; readonly progress: Progress; readonly floats: number };

const magic = 'sweep run 2\n'; // ends with the version of the format
const digestLength = 64;

/** Names what a checkpoint belongs to; the texts themselves are named by whoever keeps it. */
export const runDigest = (input: RunInput): Digest => {
  const { model, train, trainable, classes, size, repeat, fold } = input;
  const { epochs: _, ...own } = train;
  const counts = [input.texts.tokens, input.labels, input.trainRows, input.heldOutRows, input.vectors];
  const sizes = counts.map(({ length }) => length);
  return digestOf({ model, train: own, trainable, classes, size, repeat, fold, sizes } as unknown as Json);
};

/** Everything in the machine that the next batch depends on. */
const stateOf = ({ machine, plan }: Network): readonly Float32Array[] => {
  const part = (address: number, length: number): Float32Array =>
    machine.floats.subarray(address / 4, address / 4 + length);
  const weights = [plan.values, ...plan.moments].map((at) => part(at, plan.parameters));
  if (!plan.shape.trainable) return weights;
  const { values, moments, since, clock } = plan.table;
  const { vocabulary } = plan.shape;
  const vectors = [values, ...moments].map((at) => part(at, vocabulary * plan.vectorWidth));
  return [...weights, ...vectors, part(since, vocabulary), part(clock, 2)];
};

const bytesOf = (floats: Float32Array): Uint8Array =>
  new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);

/** Magic, length of the header, header as JSON, float32 state, SHA-256 of all of it. */
export const writeCheckpoint = (run: Digest, progress: Progress, network: Network): Uint8Array => {
  const state = stateOf(network);
  const floats = state.reduce((sum, { length }) => sum + length, 0);
  const header = new TextEncoder().encode(JSON.stringify({ run, progress, floats } satisfies Header));
  const start = magic.length + 4;
  const bytes = new Uint8Array(start + header.length + floats * 4 + digestLength);
  bytes.set(new TextEncoder().encode(magic));
  new DataView(bytes.buffer).setUint32(magic.length, header.length, true);
  bytes.set(header, start);
  let at = start + header.length;
  for (const part of state) {
    bytes.set(bytesOf(part), at);
    at += part.byteLength;
  }
  bytes.set(new TextEncoder().encode(digestOfBytes(bytes.subarray(0, at))), at);
  return bytes;
};

const readHeader = (bytes: Uint8Array): { readonly header: Header; readonly start: number } => {
  const text = (from: number, to: number): string => new TextDecoder().decode(bytes.subarray(from, to));
  if (text(0, magic.length) !== magic) throw new Error(`This is no checkpoint of a run: ${bytes.length} bytes.`);
  const end = bytes.length - digestLength;
  if (end < magic.length + 4 || text(end, bytes.length) !== digestOfBytes(bytes.subarray(0, end))) {
    throw new Error(`This checkpoint is damaged: its digest is not that of its ${bytes.length} bytes.`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length, true);
  const start = magic.length + 4 + length;
  return { header: JSON.parse(text(magic.length + 4, start)) as Header, start };
};

/**
 * Restores the network and returns where it stands; null, and nothing restored, if that is at or behind epoch `before`.
 * @throws {Error} if the bytes are damaged or of another run
 */
export const readCheckpoint = (run: Digest, bytes: Uint8Array, network: Network, before: number): Progress | null => {
  const { header, start } = readHeader(bytes);
  const state = stateOf(network);
  const floats = state.reduce((sum, { length }) => sum + length, 0);
  if (header.run !== run || header.floats !== floats) throw new Error('This checkpoint is of another run.');
  if (header.progress.epoch >= before) return null;
  let at = start;
  for (const part of state) {
    bytesOf(part).set(bytes.subarray(at, at + part.byteLength));
    at += part.byteLength;
  }
  network.resume();
  return header.progress;
};
