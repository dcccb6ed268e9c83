import fc from 'fast-check';
import { expect, test } from 'vitest';

import { intervalStrip, strip, stripHead } from '../../../pictures/terminal/strip.ts';

const scale = { low: 0, high: 1, columns: 11 };

test('a strip has a cross for each value, a dot for their mean and a line between the outermost', () => {
  expect(strip([0, 0.3, 1], 0.4, scale)).toBe('┼──┼●─────┼');
  expect(strip([0.5], 0.5, scale)).toBe('     ●     ');
  expect(strip([], null, scale)).toBe(' '.repeat(11));
});

test('an interval shows its ends, what it is compared with, and where it leaves the scale', () => {
  expect(intervalStrip({ mean: 0.5, low: 0.2, high: 0.8 }, scale, 0.9)).toBe('  ├──●──┤┊ ');
  expect(intervalStrip({ mean: 0.5, low: -1, high: 2 }, scale)).toBe('◂────●────▸');
  expect(intervalStrip({ mean: 1, low: null, high: null }, scale)).toBe('          ●');
});

test('a strip is as wide as its scale, whatever the values, also where all are equal', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(value), value, value, fc.integer({ min: 1, max: 60 }), (values, low, high, columns) => {
      const at = { low, high, columns };
      expect(Array.from(strip(values, values[0] ?? null, at))).toHaveLength(columns);
      expect(Array.from(intervalStrip({ mean: low, low: high, high: high + 1 }, at, high))).toHaveLength(columns);
      expect(stripHead(at, (each) => each.toFixed(2)).length).toBeLessThanOrEqual(columns);
    }),
  );
});
