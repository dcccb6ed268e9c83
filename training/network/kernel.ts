import { loadKernel } from '../load-kernel.ts';
import type { OptimiserKernel, PoolingKernel } from './kernel-parts.ts';

/** What kernels/lstm.kernel.ts exports; pointers and strides are bytes, all else counts. */
type LstmKernel = OptimiserKernel &
  PoolingKernel & {
    multiply(
      m: number,
      n: number,
      k: number,
      a: number,
      aStride: number,
      b: number,
      panelRows: number,
      start: number,
      startStride: number,
      c: number,
      cStride: number,
    ): void;
    multiplyTransposed(
      depth: number,
      m: number,
      n: number,
      a: number,
      aStride: number,
      b: number,
      bStride: number,
      c: number,
      panelRows: number,
      scratch: number,
    ): void;
    transposePanels(k: number, n: number, b: number, panelRows: number, out: number, outColumns: number): void;
    addColumnSums(rows: number, n: number, from: number, out: number): void;
    lstmForward(
      steps: number,
      counts: number,
      hidden: number,
      slots: number,
      projected: number,
      u: number,
      z: number,
      c: number,
      tanhC: number,
      h: number,
      hBefore: number,
    ): void;
    lstmBackward(
      steps: number,
      counts: number,
      positions: number,
      hidden: number,
      uTransposed: number,
      z: number,
      c: number,
      tanhC: number,
      dh: number,
      carry: number,
    ): void;
    lstmForwardDropped(
      steps: number,
      counts: number,
      hidden: number,
      slots: number,
      projected: number,
      u: number,
      z: number,
      c: number,
      tanhC: number,
      h: number,
      hBefore: number,
      masks: number,
      scratch: number,
    ): void;
    lstmBackwardDropped(
      steps: number,
      counts: number,
      positions: number,
      hidden: number,
      uTransposed: number,
      z: number,
      c: number,
      tanhC: number,
      dh: number,
      carry: number,
      masks: number,
      scratch: number,
      zeros: number,
    ): void;
    gruForward(
      steps: number,
      counts: number,
      hidden: number,
      slots: number,
      projected: number,
      u: number,
      bias: number,
      z: number,
      inner: number,
      h: number,
      hBefore: number,
      masks: number,
      scratch: number,
    ): void;
    gruBackward(
      steps: number,
      counts: number,
      positions: number,
      hidden: number,
      uTransposed: number,
      z: number,
      inner: number,
      hBefore: number,
      dh: number,
      masks: number,
      scratch: number,
      zeros: number,
    ): void;
    sigmoids(count: number, from: number, to: number): void;
    tanhs(count: number, from: number, to: number): void;
    gatherRows(count: number, index: number, bytes: number, from: number, to: number): void;
    scatterRows(count: number, index: number, bytes: number, from: number, to: number): void;
    addRows(count: number, index: number, bytes: number, from: number, to: number): void;
    scaleSteps(steps: number, counts: number, bytes: number, from: number, factors: number, to: number): void;
    addScaledSteps(steps: number, counts: number, bytes: number, from: number, factors: number, to: number): void;
    scaleEach(count: number, factors: number, values: number): void;
    dropoutFactors(
      rows: number,
      units: number,
      stride: number,
      key0: number,
      key1: number,
      counter2: number,
      counter3: number,
      dropBelow: number,
      scale: number,
      out: number,
    ): void;
  };

/** A kernel with memory of its own, seen as floats and as unsigned words. */
export type Machine = { readonly kernel: LstmKernel; readonly floats: Float32Array; readonly words: Uint32Array };

const pageBytes = 65_536;
const mostPages = 65_536;

/**
 * @param bytes size of the memory; it starts as zeros and never grows
 * @throws {RangeError} beyond the 4 GiB of WebAssembly, or where the machine has no such memory left
 */
export const createMachine = (bytes: number): Machine => {
  const pages = Math.ceil(bytes / pageBytes);
  if (pages > mostPages) {
    const gibibytes = (bytes / 2 ** 30).toFixed(1);
    throw new RangeError(`This run needs ${gibibytes} GiB; a run can have 4 GiB: use fewer units or smaller batches.`);
  }
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const instance = new WebAssembly.Instance(loadKernel('lstm'), { env: { memory } });
  return {
    kernel: instance.exports as unknown as LstmKernel,
    floats: new Float32Array(memory.buffer),
    words: new Uint32Array(memory.buffer),
  };
};
