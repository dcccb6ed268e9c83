import type { Machine } from '../network/kernel.ts';
import { addressOf, type Matrix } from '../network/matrix.ts';

/** Visits the rows of eight of a matrix in panels (see kernels/gemm.ts): where each lies, and where in a matrix of rows. */
const eachEight = (block: number, matrix: Matrix, visit: (inPanels: number, inRows: number) => void): void => {
  const { panelRows, gates, width } = matrix;
  const columns = gates * width;
  let at = addressOf(block, matrix) / 4;
  for (let column = 0; column < columns; column += 8)
    for (let row = 0; row < panelRows; row++, at += 8) visit(at, row * columns + column);
};

/** Copies a matrix of the machine to rows [panelRows, gates · width]; what rounds it up is copied too. */
export const readPanels = ({ floats }: Machine, block: number, matrix: Matrix, to: Float32Array): void =>
  eachEight(block, matrix, (from, at) => {
    for (let lane = 0; lane < 8; lane++) to[at + lane] = floats[from + lane] as number;
  });

/** Adds rows [panelRows, gates · width] to a matrix of the machine. */
export const addToPanels = ({ floats }: Machine, block: number, matrix: Matrix, from: Float32Array): void =>
  eachEight(block, matrix, (to, at) => {
    for (let lane = 0; lane < 8; lane++)
      floats[to + lane] = (floats[to + lane] as number) + (from[at + lane] as number);
  });
