// numpy's PCG64, as training/word2vec/initial-vectors.ts computes it with big integers.

/** Upper half of the 128-bit product. */
// @ts-ignore: decorator
@inline
function mulHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff, aHigh = a >> 32, bLow = b & 0xffffffff, bHigh = b >> 32;
  const middle = aHigh * bLow + (aLow * bLow >> 32);
  const other = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (other >> 32);
}

/** Rows of float32 from `at` on, uniform in [−1, 1) / size. */
export function drawRows(
  at: usize, rowBytes: usize, rows: u32, size: u32, stateHigh: u64, stateLow: u64, stepHigh: u64, stepLow: u64,
): void {
  const factorHigh: u64 = 0x2360ed051fc65da4, factorLow: u64 = 0x4385df649fccf645;
  let high = stateHigh, low = stateLow;
  let kept: u32 = 0;
  let keeps = false;
  for (let row: u32 = 0; row < rows; row++) {
    for (let i: u32 = 0; i < size; i++) {
      let bits = kept;
      if (!keeps) {
        const product = low * factorLow;
        const nextLow = product + stepLow;
        high = mulHigh(low, factorLow) + high * factorLow + low * factorHigh + stepHigh + u64(nextLow < product);
        low = nextLow;
        const drawn = rotr<u64>(high ^ low, high >> 58);
        bits = <u32>drawn;
        kept = <u32>(drawn >> 32);
      }
      keeps = !keeps;
      const uniform = <f32>(bits >> 8) / 16777216;
      store<f32>(at + <usize>row * rowBytes + (<usize>i << 2), (uniform * 2 - 1) / <f32>size);
    }
  }
}
