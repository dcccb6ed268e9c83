const low32: u64 = 0xffffffff;

/**
 * Factors of inverted dropout, `scale` or 0, for [rows, units] in rows of `stride` floats; the surplus of a row is 0.
 * Draws one word per unit from core/random.ts's stream with this key and counter: Philox4x32-10 (Salmon et al. 2011).
 */
export function dropoutFactors(
  rows: i32, units: i32, stride: i32, key0: u32, key1: u32, counter2: u32, counter3: u32, dropBelow: u32, scale: f32, out: usize,
): void {
  memory.fill(out, 0, (<usize>(rows * stride)) << 2);
  let block: u32 = 0;
  let used = 4;
  let c0: u32 = 0;
  let c1: u32 = 0;
  let c2: u32 = 0;
  let c3: u32 = 0;
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < units; unit++) {
      if (used == 4) {
        c0 = block++;
        c1 = 0;
        c2 = counter2;
        c3 = counter3;
        let k0 = key0;
        let k1 = key1;
        for (let round = 0; round < 10; round++) {
          const first = <u64>0xd2511f53 * <u64>c0;
          const second = <u64>0xcd9e8d57 * <u64>c2;
          c0 = <u32>(second >> 32) ^ c1 ^ k0;
          c1 = <u32>(second & low32);
          c2 = <u32>(first >> 32) ^ c3 ^ k1;
          c3 = <u32>(first & low32);
          k0 += 0x9e3779b9;
          k1 += 0xbb67ae85;
        }
        used = 0;
      }
      const word = used < 2 ? (used == 0 ? c0 : c1) : used == 2 ? c2 : c3;
      used++;
      if (word >= dropBelow) store<f32>(out + ((<usize>(row * stride + unit)) << 2), scale);
    }
  }
}
