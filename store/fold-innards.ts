import type { Curves, FoldResult, Predictions } from '../core/results.ts';

/** The bulk of a scored fold: what no query asks for. */
export type Innards = Pick<Extract<FoldResult, { state: 'scored' }>, 'confusion' | 'curves' | 'predictions'>;

/** Lengths of what follows the header: four curves, row numbers, probabilities. */
type Header = {
  readonly confusion: Innards['confusion'];
  readonly curves: readonly [number, number, number, number];
  readonly rows: number;
  readonly probabilities: number;
};

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/**
 * One run of bytes: uint32 length of the header, the header as JSON filled up with spaces to a multiple of 8 bytes from
 * the start; then float64 loss, accuracy, heldOutLoss, heldOutAccuracy; uint32 rows; float32 probabilities; all little-endian.
 */
export const encodeInnards = ({ confusion, curves, predictions }: Innards): Uint8Array<ArrayBuffer> => {
  const four = [curves.loss, curves.accuracy, curves.heldOutLoss, curves.heldOutAccuracy] as const;
  const { rows, probabilities } = predictions;
  const header: Header = {
    confusion,
    curves: [four[0].length, four[1].length, four[2].length, four[3].length],
    rows: rows.length,
    probabilities: probabilities.length,
  };
  const text = Buffer.from(JSON.stringify(header));
  const start = padded(4 + text.length);
  const doubles = Float64Array.from(four.flat());
  const bytes = new Uint8Array(start + doubles.byteLength + rows.byteLength + probabilities.byteLength).fill(0x20);
  new DataView(bytes.buffer).setUint32(0, start - 4, true);
  bytes.set(text, 4);
  let at = start;
  for (const numbers of [doubles, rows, probabilities]) {
    bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at);
    at += numbers.byteLength;
  }
  return bytes;
};

/** The inverse of `encodeInnards`; the arrays of the predictions are views of `bytes`. */
export const decodeInnards = (bytes: Uint8Array<ArrayBuffer>): Innards => {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(Buffer.from(bytes.subarray(4, 4 + length)).toString()) as Header;
  let at = 4 + length;
  const curve = (count: number): readonly number[] => {
    const numbers = [...new Float64Array(bytes.buffer, bytes.byteOffset + at, count)];
    at += 8 * count;
    return numbers;
  };
  const [loss, accuracy, heldOutLoss, heldOutAccuracy] = header.curves.map(curve) as [
    readonly number[],
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const curves: Curves = { loss, accuracy, heldOutLoss, heldOutAccuracy };
  const rows = new Uint32Array(bytes.buffer, bytes.byteOffset + at, header.rows);
  at += rows.byteLength;
  const probabilities = new Float32Array(bytes.buffer, bytes.byteOffset + at, header.probabilities);
  const predictions: Predictions = { rows, probabilities };
  return { confusion: header.confusion, curves, predictions };
};
