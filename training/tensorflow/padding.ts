import type { Machine } from '../network/kernel.ts';
import type { NetworkPlan } from '../network/layout.ts';
import type { Batch } from '../network/packing.ts';

/** Visits every position of a packed batch: its place among them, and among the rows of [steps, texts]. */
export type EachPosition = (batch: Batch, visit: (packed: number, padded: number, text: number) => void) => void;

export const eachPositionOf = ({ words }: Machine, { counts }: NetworkPlan): EachPosition => {
  const first = counts / 4;
  return ({ steps, texts }, visit) => {
    let packed = 0;
    for (let step = 0; step < steps; step++) {
      const active = words[first + step] as number;
      for (let text = 0; text < active; text++) visit(packed++, step * texts + text, text);
    }
  };
};

/** Hands out the first `size` floats of a buffer that grows as is needed: zeros, or what was left there. */
export const createBuffer = () => {
  let floats = new Float32Array();
  return (size: number): Float32Array => {
    if (floats.length < size) floats = new Float32Array(size);
    return floats.subarray(0, size);
  };
};
