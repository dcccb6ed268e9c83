/**
 * A weight matrix of [groups · inputs, gates · columns] in panels of 8 columns (see kernels/gemm.ts), in the block of all
 * parameters. Inputs come in groups (the directions below), each rounded up, and so do the columns of a gate; what rounds up is zero and
 * stays zero. A bias is a matrix of one row.
 */
export type Matrix = {
  readonly offset: number; // floats from the start of the block
  readonly groups: number;
  readonly inputs: number; // of a group
  readonly panelRows: number; // of all groups, rounded up
  readonly gates: number;
  readonly columns: number;
  readonly width: number; // columns, rounded up
};

export const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;

/** Hands out a memory piece by piece, from byte `first` on. */
export const createReserve = (first: number) => {
  let next = first;
  return {
    /** Byte address of that many floats (or words) of 32 bits. */
    floats: (count: number): number => {
      const at = next;
      next += roundUp(count * 4, 64);
      return at;
    },
    end: (): number => next,
  };
};

export type Reserve = ReturnType<typeof createReserve>;

/** Matrices one after the other in a block. */
export const createBlock = () => {
  let next = 0;
  return {
    matrix: (from: Pick<Matrix, 'groups' | 'inputs' | 'panelRows'>, gates: number, columns: number): Matrix => {
      const width = roundUp(columns, 8);
      const offset = next;
      next += from.panelRows * gates * width;
      return { offset, ...from, gates, columns, width };
    },
    bias: (gates: number, columns: number): Matrix => {
      const width = roundUp(columns, 8);
      const offset = next;
      next += gates * width;
      return { offset, groups: 1, inputs: 1, panelRows: 1, gates, columns, width };
    },
    size: (): number => next,
  };
};

export type Block = ReturnType<typeof createBlock>;

/** Byte address of a matrix in a block that starts at byte `block`. */
export const addressOf = (block: number, { offset }: Matrix): number => block + offset * 4;
