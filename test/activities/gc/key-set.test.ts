import { expect, it } from 'vitest';

import { createKeySet } from '../../../activities/gc/key-set.ts';
import { digestOf } from '../../../core/canonical.ts';

it.each([0, 1, 3, 130, 5_000])('has %i digests and no others', (count) => {
  const set = createKeySet();
  for (let n = 0; n < count; n++) set.add(digestOf({ in: n }));
  for (let n = 0; n < count; n++) set.add(digestOf({ in: n })); // again

  const missing = Array.from({ length: count }, (_, n) => digestOf({ in: n })).filter((digest) => !set.has(digest));
  const strange = Array.from({ length: 1_000 }, (_, n) => digestOf({ out: n })).filter((digest) => set.has(digest));

  expect(missing).toEqual([]);
  expect(strange).toEqual([]);
});

it('keeps digests apart that begin with zeros, and refuses what is no digest', () => {
  const set = createKeySet();
  set.add('0'.repeat(64));

  expect(set.has('0'.repeat(64))).toBe(true);
  expect(set.has(`${'0'.repeat(11)}f${'0'.repeat(52)}`)).toBe(false);
  expect(() => set.has('no digest')).toThrow(RangeError);
});
