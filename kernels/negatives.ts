// Draws of rows in proportion to count^(3/4), by drand48's generator.

let cumulative: usize = 0; // u32 per row: cumulative share of draws, the last one 2³¹ − 1
let guide: usize = 0; // u32 per bucket of 2¹⁵ draws: the first row that the bucket can draw; one bucket more at the end
let state: u64 = 0; // 48 bits

export function setTables(cumulativeAt: usize, guideAt: usize): void {
  cumulative = cumulativeAt;
  guide = guideAt;
}

export function seed(first: u64): void {
  state = first;
}

/** The row that 32 random bits draw. */
// @ts-ignore: decorator
@inline
function rowOf(bits: u32): u32 {
  let share = (bits & 0x7fffffff) + (bits >> 31); // bits mod 2³¹ − 1
  if (share >= 0x7fffffff) share -= 0x7fffffff;
  const bucket = guide + ((share >> 15) << 2);
  let low = load<u32>(bucket);
  let high = load<u32>(bucket, 4);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (load<u32>(cumulative + (middle << 2)) < share) low = middle + 1;
    else high = middle;
  }
  low += u32(load<u32>(cumulative + (low << 2)) < share); // rather than a branch, which would be mispredicted
  return low;
}

/** Draws `count` rows and writes their addresses to `to`, for rows of `rowBytes` from `base` on. */
export function draw(to: usize, count: usize, base: usize, rowBytes: usize): void {
  let next = state;
  for (let at = to, end = to + (count << 2); at < end; at += 4) {
    store<u32>(at, <u32>(base + <usize>rowOf(<u32>(next >> 16)) * rowBytes));
    next = (next * 25214903917 + 11) & 0xffffffffffff;
  }
  state = next;
}

/** Whether two of `count` drawn rows are the same. */
export function repeats(drawn: usize, count: usize): bool {
  if (count == 5) {
    const four = v128.load(drawn);
    const next = i32x4.eq(four, v128.shuffle<i32>(four, four, 1, 2, 3, 0));
    const opposite = i32x4.eq(four, v128.shuffle<i32>(four, four, 2, 3, 0, 1));
    const fifth = i32x4.eq(four, v128.load32_splat(drawn, 16));
    return v128.any_true(v128.or(v128.or(next, opposite), fifth));
  }
  for (let one: usize = 1; one < count; one++) {
    const row = load<u32>(drawn + (one << 2));
    for (let other: usize = 0; other < one; other++) if (load<u32>(drawn + (other << 2)) == row) return true;
  }
  return false;
}
