import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunInput } from '../training/run.ts';

/** An epoch with its scoring: seconds by the clock and of the processor, and mean losses after it. */
export type Epoch = {
  readonly wall: number;
  readonly busy: number;
  readonly loss: number;
  readonly heldOutLoss: number;
};

export type Peer = { readonly name: string; epoch(): Promise<Epoch>; end(): void };

/** Path of the interpreter; made where it is missing. */
export const pythonOf = (peers: readonly string[]): string =>
  execFileSync('sh', ['bench/peers/install.sh', ...peers.filter((peer) => peer === 'torch')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();

/** Writes the fold as the peers read it: JSON, and the vectors beside it. */
export const writeFold = (input: RunInput, folder: string): readonly [string, string] => {
  const { texts, labels, classes, trainRows, heldOutRows, model, size, train, trainable } = input;
  const listed = Array.from(labels, (_, row) => [...texts.tokens.subarray(texts.offsets[row], texts.offsets[row + 1])]);
  const rows = { texts: listed, labels: [...labels], trainRows: [...trainRows], heldOutRows: [...heldOutRows] };
  const files = [join(folder, 'fold.json'), join(folder, 'vectors.f32')] as const;
  const { cell, units, layers, bidirectional, pooling, dropout } = model;
  const options = {
    cell,
    units,
    layers,
    bidirectional,
    pooling,
    dropout,
    trainable,
    size,
    classes,
    batch: train.batch,
  };
  writeFileSync(files[0], JSON.stringify({ ...rows, ...options }));
  writeFileSync(files[1], new Uint8Array(input.vectors.buffer));
  return files;
};

/** Starts a peer that trains one epoch for each line that it is sent, and waits between them. */
export const startPeer = (python: string, script: string, files: readonly string[]): Peer => {
  const child = spawn(python, [`bench/peers/${script}.py`, ...files], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name: script === 'fold_torch' ? 'PyTorch, packed' : 'Keras, masked',
    epoch: async () => {
      child.stdin.write('epoch\n');
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${script}.py ended; run it by hand to see why: ${python} ${files.join(' ')}`);
      return JSON.parse(value) as Epoch;
    },
    end: () => child.stdin.end(),
  };
};
