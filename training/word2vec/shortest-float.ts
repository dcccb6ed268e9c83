/** A positive float32 as 0.DIGITS · 10^point, with the fewest digits that no other float32 is nearer to. */
type Decimal = { readonly digits: string; readonly point: number };

const parse = (scientific: string): Decimal => {
  const [mantissa = '', exponent = ''] = scientific.split('e');
  return { digits: mantissa.replace('.', '').replace(/0+$/, ''), point: Number(exponent) + 1 };
};

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/**
 * Exact, for any float32: of the decimals with the fewest digits that read back as x (between the midpoints to both
 * neighbours; the midpoints too where the mantissa is even), the nearest, the even one of two as near.
 * @see Steele & White 1990, "How to print floating-point numbers accurately"
 */
const shortestExactly = (x: number): Decimal => {
  float[0] = x;
  const fraction = BigInt((bits[0] as number) & 0x7fffff);
  const biased = (bits[0] as number) >>> 23;
  const mantissa = biased === 0 ? fraction : fraction + 0x800000n;
  const exponent = Math.max(biased, 1) - 150;
  const lower = fraction === 0n && biased > 1 ? 1n : 2n; // below a power of two the neighbour is half as far
  // x = 4 · mantissa / scale, the midpoints are (4 · mantissa − lower) / scale and (4 · mantissa + 2) / scale
  const up = exponent > 0 ? 1n << BigInt(exponent) : 1n;
  const down = exponent < 0 ? 4n << BigInt(-exponent) : 4n;
  const reach = 1n - (mantissa & 1n); // an even mantissa is what its midpoints are rounded to
  const point = parse(x.toExponential(20)).point;
  for (let count = 1; ; count++) {
    const power = count - point;
    const numerator = 4n * mantissa * up * 10n ** BigInt(Math.max(power, 0));
    const scale = down * 10n ** BigInt(Math.max(-power, 0));
    const unit = up * 10n ** BigInt(Math.max(power, 0));
    const floor = numerator / scale;
    const candidates = [floor, floor + 1n]
      .map((value) => ({ value, error: value * scale - numerator }))
      .filter(({ error }) => (error < 0n ? -error < lower * unit + reach : error < 2n * unit + reach))
      .toSorted((a, b) => {
        const difference = (a.error < 0n ? -a.error : a.error) - (b.error < 0n ? -b.error : b.error);
        return difference === 0n ? Number(a.value & 1n) - Number(b.value & 1n) : difference < 0n ? -1 : 1;
      });
    const best = candidates[0];
    if (best === undefined) continue;
    const digits = String(best.value);
    return { digits: digits.replace(/0+$/, ''), point: point + digits.length - count };
  }
};

/** Quick where floats are as far apart on both sides and no decimal lies halfway: nearly always. */
const shortest = (x: number): Decimal => {
  float[0] = x;
  if (((bits[0] as number) & 0x7fffff) === 0) return shortestExactly(x);
  let found = x.toExponential(8);
  let value = Number(found);
  for (let places = 7; places >= 0; places--) {
    const shorter = x.toExponential(places);
    const shorterValue = Number(shorter);
    if (Math.fround(shorterValue) !== x) break;
    // toExponential rounds what is exactly halfway up, not to even
    if (value === x && shorterValue !== x) return shortestExactly(x);
    found = shorter;
    value = shorterValue;
  }
  return parse(found);
};

/**
 * A float32 as numpy's str() writes it: the fewest digits that give the same float32 again, scientific below 1e-4 and
 * from 1e6 on (numpy 2.4), e.g. `0.1`, `-3.4e-05`, `1.0`.
 */
export const shortestFloat = (x: number): string => {
  if (Number.isNaN(x)) return 'nan';
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  const size = Math.abs(x);
  if (size === 0) return `${sign}0.0`;
  if (size === Infinity) return `${sign}inf`;
  const { digits, point } = shortest(size);
  if (size < 1e-4 || size >= 1e6) {
    const exponent = point - 1;
    const shown = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${shown}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${sign}${digits.padEnd(point, '0')}.0`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
};
