import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createDigestSet } from '../../activities/digest-set.ts';
import { digestOf } from '../../core/canonical.ts';

it.each([0, 1, 3, 130, 5_000])('has %i digests and no others', (count) => {
  const set = createDigestSet();
  for (let n = 0; n < count; n++) set.add(digestOf({ in: n }));
  for (let n = 0; n < count; n++) set.add(digestOf({ in: n })); // again

  const missing = Array.from({ length: count }, (_, n) => digestOf({ in: n })).filter((digest) => !set.has(digest));
  const strange = Array.from({ length: 1_000 }, (_, n) => digestOf({ out: n })).filter((digest) => set.has(digest));

  expect(missing).toEqual([]);
  expect(strange).toEqual([]);
});

it('keeps digests apart that begin with zeros, and refuses what is no digest', () => {
  const set = createDigestSet();
  set.add('0'.repeat(64));

  expect(set.has('0'.repeat(64))).toBe(true);
  expect(set.has(`${'0'.repeat(11)}f${'0'.repeat(52)}`)).toBe(false);
  expect(() => set.has('no digest')).toThrow(RangeError);
});

it('says of each digest whether it is new', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3000 }), { maxLength: 5000 }), (numbers) => {
      const set = createDigestSet();
      const known = new Set<number>();
      for (const each of numbers) {
        const digest = digestOf({ n: each });
        expect(set.add(digest)).toBe(!known.has(each));
        known.add(each);
      }
    }),
    { numRuns: 20 },
  );
});
