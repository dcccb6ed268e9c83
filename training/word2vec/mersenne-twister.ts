const words = 624;

/** numpy's legacy generator, whose draws decide windows and seed the generator of each job. */
export type MersenneTwister = {
  /** Uniform integer in [0, n), 1 ≤ n ≤ 2³²; draws nothing when n = 1. */
  readonly below: (n: number) => number;
  /** The 624 words of state and the place among them, for `resumeMersenneTwister`. */
  readonly state: () => Uint32Array;
};

const refill = (state: Uint32Array): void => {
  for (let i = 0; i < words; i++) {
    const joined = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % words] as number) & 0x7fffffff);
    const mixed = (state[(i + 397) % words] as number) ^ (joined >>> 1);
    state[i] = (joined & 1) === 0 ? mixed : mixed ^ 0x9908b0df;
  }
};

/** Goes on from what `state` gave: uint32 [625]. */
export const resumeMersenneTwister = (saved: Uint32Array): MersenneTwister => {
  const state = saved.slice(0, words);
  let place = saved[words] as number;
  const bits = (): number => {
    if (place === words) {
      refill(state);
      place = 0;
    }
    let y = state[place++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const below = (n: number): number => {
    if (n === 1) return 0;
    const mask = 0xffffffff >>> Math.clz32(n - 1);
    for (;;) {
      const drawn = (bits() & mask) >>> 0;
      if (drawn < n) return drawn;
    }
  };
  return {
    below,
    state: () => {
      const copy = new Uint32Array(words + 1);
      copy.set(state);
      copy[words] = place;
      return copy;
    },
  };
};

/**
 * MT19937 as numpy.random.RandomState(seed) seeds it; `below` is its randint(0, n) for n ≤ 2³².
 * @param seed integer in [0, 2³²)
 * @see Matsumoto & Nishimura 1998; the seeding is init_genrand of their 2002 code
 */
export const createMersenneTwister = (seed: number): MersenneTwister => {
  const state = new Uint32Array(words + 1);
  state[0] = seed;
  for (let i = 1; i < words; i++) {
    const previous = state[i - 1] as number;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  state[words] = words;
  return resumeMersenneTwister(state);
};
