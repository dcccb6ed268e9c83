/** drand48's generator, which draws what is dropped by subsampling and the negatives. */
export type LinearGenerator = {
  /** The upper 32 bits of the state, which then steps on. */
  readonly bits: () => number;
  /** The 48 bits of state, an exact integer. */
  readonly state: () => number;
};

const limb = 0x1000000; // 2²⁴: every product of two limbs is below 2⁴⁸, so exact in a double
const multiplierHigh = 1502; // 25214903917 = 1502 · 2²⁴ + 15525485
const multiplierLow = 15525485;

/** x → (25214903917 x + 11) mod 2⁴⁸ from `state`, an integer in [0, 2⁴⁸). */
export const createLinearGenerator = (state: number): LinearGenerator => {
  let high = Math.floor(state / limb);
  let low = state % limb;
  return {
    bits: () => {
      const drawn = high * 256 + (low >>> 16);
      const product = low * multiplierLow + 11;
      const carry = Math.floor(product / limb);
      const sum = high * multiplierLow + low * multiplierHigh + carry;
      high = sum - Math.floor(sum / limb) * limb; // several times as fast as % on doubles
      low = product - carry * limb;
      return drawn;
    },
    state: () => high * limb + low,
  };
};
