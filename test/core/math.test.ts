import { expect, test } from 'vitest';
import { cos, exp, log, pow, tanh } from '../../core/math.ts';
import { createStream } from '../../core/random.ts';

const bits = new BigInt64Array(1);
const value = new Float64Array(bits.buffer);
const ordinal = (x: number): bigint => {
  value[0] = x;
  const raw = bits[0] as bigint;
  return raw < 0n ? -(raw & 0x7fffffffffffffffn) : raw;
};

/** Distance in units in the last place. */
const ulps = (a: number, b: number): number => {
  if (Object.is(a, b)) return 0;
  const distance = ordinal(a) - ordinal(b);
  return Number(distance < 0n ? -distance : distance);
};

const worst = (n: number, draw: () => readonly [number, number]): number => {
  let most = 0;
  for (let i = 0; i < n; i++) {
    const [ours, theirs] = draw();
    most =
      Number.isNaN(ours) === Number.isNaN(theirs) ? Math.max(most, Number.isNaN(ours) ? 0 : ulps(ours, theirs)) : 1e9;
  }
  return most;
};

const stream = createStream('math');
const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
/** Any magnitude between 10^low and 10^high. */
const magnitude = (low: number, high: number): number => 10 ** between(low, high);
const signed = (x: number): number => (stream.uniform() < 0.5 ? -x : x);

test('exp is within 2 ulp over its whole range, subnormal results included', () => {
  const most = worst(20_000, () => {
    const x = stream.uniform() < 0.7 ? between(-746, 711) : signed(magnitude(-20, 1));
    return [exp(x), Math.exp(x)];
  });

  expect(most).toBeLessThanOrEqual(2);
});

test('log is within 2 ulp over all magnitudes and beside 1', () => {
  const most = worst(20_000, () => {
    const x = stream.uniform() < 0.5 ? magnitude(-320, 308) : 1 + signed(magnitude(-15, -0.3));
    return [log(x), Math.log(x)];
  });

  expect(most).toBeLessThanOrEqual(2);
});

test('tanh is within 2 ulp', () => {
  const most = worst(20_000, () => {
    const x = stream.uniform() < 0.5 ? between(-25, 25) : signed(magnitude(-300, 2));
    return [tanh(x), Math.tanh(x)];
  });

  expect(most).toBeLessThanOrEqual(2);
});

test('cos is within 2 ulp, beside the zeros too', () => {
  const most = worst(20_000, () => {
    const zero = (Math.floor(between(0, 100_000)) + 0.5) * Math.PI;
    const x = stream.uniform() < 0.5 ? signed(magnitude(-10, 5.69)) : zero * (1 + signed(magnitude(-16, -9)));
    return [cos(x), Math.cos(x)];
  });

  expect(most).toBeLessThanOrEqual(2);
});

test('pow is within 2 ulp, for bases of any size and exponents up to 1e18', () => {
  const most = worst(40_000, () => {
    const kind = stream.uniform();
    const x = kind < 0.3 ? magnitude(-320, 308) : kind < 0.6 ? between(0, 4) : 1 + signed(magnitude(-15, -1));
    const y = signed(kind > 0.9 ? magnitude(5, 18) : magnitude(-4, 3));
    return [pow(x, y), x ** y];
  });

  expect(most).toBeLessThanOrEqual(2);
});

test('every function has the special values of Math', () => {
  const odd = [0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1e300, -1e300, Infinity, -Infinity, NaN, 5e-324, 2 ** 53];

  for (const x of odd) {
    expect(ulps(exp(x), Math.exp(x)), `exp(${x})`).toBeLessThanOrEqual(1);
    expect(log(x), `log(${x})`).toBe(Math.log(x));
    expect(ulps(tanh(x), Math.tanh(x)), `tanh(${x})`).toBeLessThanOrEqual(1);
    for (const y of odd) expect(ulps(pow(x, y), x ** y), `pow(${x}, ${y})`).toBeLessThanOrEqual(1);
  }
});

test('the bits are what they were: a change here changes stored scores', () => {
  expect([exp(1), log(10), tanh(0.7), tanh(0.1), cos(1), cos(100), pow(3, 0.75), pow(0.9, 1000)]).toEqual([
    2.7182818284590455, 2.302585092994046, 0.6043677771171635, 0.09966799462495582, 0.5403023058681398,
    0.8623188722876839, 2.2795070569547775, 1.7478712517226947e-46,
  ]);
});

test('an angle too far out is refused with the limit', () => {
  expect(() => cos(1e6)).toThrow('up to 500,000 radians, got 1000000');
});
