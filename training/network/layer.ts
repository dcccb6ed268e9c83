import type { Batch } from './packing.ts';

/** A part of the network between two buffers that it was made with. All work lies in the machine; nothing is returned. */
export type Layer = {
  /** @param step counts batches from 1 while training, names the random numbers; 0 while scoring */
  forward(batch: Batch, step: number): void;
  /** Adds to the gradients of its weights and overwrites that of its input. Follows a `forward` of the same batch. */
  backward(batch: Batch): void;
};
