import { expect, it } from 'vitest';

import { spreadOut } from '../../../cli/dashboard/spread-out.ts';

it.each([1, 3, 7, 33, 130])('takes the first half of %i and spreads the others, each once, in order', (most) => {
  const ranked = Array.from({ length: 1_000 }, (_, n) => n);

  const found = spreadOut(ranked, most);

  expect(found).toHaveLength(most);
  expect(new Set(found).size).toBe(most);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(found.slice(0, Math.ceil(most / 2))).toEqual(ranked.slice(0, Math.ceil(most / 2)));
  if (most > 7) expect(found.at(-1)).toBeGreaterThan(900);
});

it('takes all where they are no more', () => {
  expect(spreadOut([1, 2, 3], 3)).toEqual([1, 2, 3]);
});
