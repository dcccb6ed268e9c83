import { expect, test } from 'vitest';
import { digestOf } from '../../core/canonical.ts';
import { idDigits, shortId } from '../../scoring/short-id.ts';

test('ids have four digits where those differ', () => {
  expect(idDigits(['3f9a00', '3f9b00', '000000'])).toBe(4);
  expect(idDigits([])).toBe(4);
  expect(shortId('3f9a0000', 4)).toBe('t3f9a');
});

test('ids get as many digits as the closest two hashes need', () => {
  expect(idDigits(['3f9a001', 'aaaaaa1', '3f9a002'])).toBe(7);
});

test('all ids of a thousand trials differ, and one digit less would not do', () => {
  const hashes = Array.from({ length: 1000 }, (_, n) => digestOf(n));

  const digits = idDigits(hashes);

  expect(new Set(hashes.map((hash) => shortId(hash, digits))).size).toBe(1000);
  expect(new Set(hashes.map((hash) => shortId(hash, digits - 1))).size).toBeLessThan(1000);
});

test('over 100,000 trials have twelve digits, and no more hashes are read than that takes', () => {
  let read = 0;
  function* hashes(): Generator<string> {
    for (; read < 1e9; read++) yield String(read).padStart(12, '0');
  }

  expect(idDigits(hashes())).toBe(12);
  expect(read).toBe(100_000);
});
