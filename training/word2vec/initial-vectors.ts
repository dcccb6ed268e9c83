const multiplier = 0x2360ed051fc65da44385df649fccf645n;
const mask64 = (1n << 64n) - 1n;
const mask128 = (1n << 128n) - 1n;

/** numpy's SeedSequence(seed).generate_state(8): 32-bit words; `seed` is an integer in [0, 2³²). */
const spreadSeed = (seed: number): Uint32Array => {
  const pool = new Uint32Array(4);
  let constant = 0x43b0d7e5;
  const hash = (value: number): number => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    const product = Math.imul(mixed, constant);
    return product ^ (product >>> 16);
  };
  for (let i = 0; i < 4; i++) pool[i] = hash(i === 0 ? seed : 0);
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) {
      if (from === to) continue;
      const hashed = hash(pool[from] as number);
      const mixed = Math.imul(0xca01f9dd, pool[to] as number) - Math.imul(0x4973f715, hashed);
      pool[to] = mixed ^ (mixed >>> 16);
    }
  }
  let outer = 0x8b51f9dd;
  return Uint32Array.from({ length: 8 }, (_, i) => {
    const mixed = (pool[i % 4] as number) ^ outer;
    outer = Math.imul(outer, 0x58f38ded);
    const product = Math.imul(mixed, outer);
    return product ^ (product >>> 16);
  });
};

/** State and increment of PCG64 as numpy's default_rng(seed) seeds it; `seed` is an integer in [0, 2³²). */
export const seedPcg64 = (seed: number): { readonly state: bigint; readonly increment: bigint } => {
  const words = spreadSeed(seed);
  const word64 = (i: number): bigint => BigInt(words[2 * i] as number) | (BigInt(words[2 * i + 1] as number) << 32n);
  const increment = ((((word64(2) << 64n) | word64(3)) << 1n) | 1n) & mask128;
  const start = (increment + ((word64(0) << 64n) | word64(1))) & mask128;
  return { state: (start * multiplier + increment) & mask128, increment };
};

/** `count` draws of numpy's default_rng(seed).random(dtype=float32): multiples of 2⁻²⁴ in [0, 1). */
export const seededFloats = (seed: number, count: number): Float32Array => {
  const { state: start, increment } = seedPcg64(seed);
  const floats = new Float32Array(count);
  let state = start;
  for (let i = 0; i < count; i += 2) {
    state = (state * multiplier + increment) & mask128;
    const folded = (state >> 64n) ^ (state & mask64);
    const turn = state >> 122n;
    const drawn = ((folded >> turn) | (folded << (64n - turn))) & mask64;
    floats[i] = Number((drawn & 0xffffffffn) >> 8n) / 0x1000000;
    if (i + 1 < count) floats[i + 1] = Number(drawn >> 40n) / 0x1000000;
  }
  return floats;
};

/**
 * Word vectors before training, uniform in [−1, 1) / size, each operation rounded to float32: [rows * size].
 * @see O'Neill 2014, "PCG: a family of simple fast space-efficient statistically good algorithms", XSL-RR 128/64
 */
export const initialVectors = (rows: number, size: number, seed: number): Float32Array =>
  seededFloats(seed, rows * size).map((uniform) => Math.fround(Math.fround(uniform * 2) - 1) / size);
