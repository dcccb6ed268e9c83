/** Copies float32 [rows * size] into rows that are `stride` floats apart. */
export const writeRows = (values: Float32Array, size: number, padded: Float32Array, stride: number): void => {
  for (let from = 0, to = 0; from < values.length; from += size, to += stride) {
    padded.set(values.subarray(from, from + size), to);
  }
};

/** The opposite: a copy without the padding. */
export const readRows = (padded: Float32Array, stride: number, size: number): Float32Array => {
  const values = new Float32Array((padded.length / stride) * size);
  for (let from = 0, to = 0; to < values.length; from += stride, to += size) {
    values.set(padded.subarray(from, from + size), to);
  }
  return values;
};
