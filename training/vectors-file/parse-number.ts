/** A number as people write one; not `0x10`, `Infinity` or nothing at all. */
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

export const isNumber = (field: string): boolean => number.test(field);

const powers = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`)); // all exact
const mostDigits = 15; // any whole number of so many is exact

const [zero, nine, point, plus, minus] = [0x30, 0x39, 0x2e, 0x2b, 0x2d];

const slow = (bytes: Buffer, from: number, to: number): number => {
  const field = bytes.toString('latin1', from, to);
  return isNumber(field) ? Number(field) : Number.NaN;
};

/**
 * The double nearest to the decimal in `bytes` from `from` to `to`; NaN where there is none. Up to 15 digits over a power
 * of ten up to 10²² are one exact division, which IEEE rounds rightly (Clinger 1990); the rest is read as a string.
 */
export const parseNumber = (bytes: Buffer, from: number, to: number): number => {
  const first = bytes[from] as number;
  const isNegative = first === minus;
  let at = isNegative || first === plus ? from + 1 : from;
  let whole = 0;
  let digits = 0;
  let decimals = -1; // behind the point; −1: no point yet
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte >= zero && byte <= nine) {
      whole = whole * 10 + (byte - zero);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (byte === point && decimals < 0) decimals = 0;
    else return slow(bytes, from, to);
  }
  if (digits === 0 || digits > mostDigits) return slow(bytes, from, to);
  const size = decimals > 0 ? whole / (powers[decimals] as number) : whole;
  return isNegative ? -size : size;
};
