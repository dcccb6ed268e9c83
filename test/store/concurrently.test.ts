import { expect, it } from 'vitest';
import { mapConcurrently } from '../../store/concurrently.ts';
import { drawId } from '../../store/draw-id.ts';

const soon = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

it('keeps the order and never has more in flight than allowed', async () => {
  let inFlight = 0;
  let most = 0;

  const squares = await mapConcurrently([1, 2, 3, 4, 5, 6, 7], 3, async (n) => {
    most = Math.max(most, ++inFlight);
    for (let wait = 0; wait < n % 3; wait++) await soon();
    inFlight--;
    return n * n;
  });

  expect(squares).toEqual([1, 4, 9, 16, 25, 36, 49]);
  expect(most).toBe(3);
});

it('asks for nothing more once something failed', async () => {
  const asked: number[] = [];

  const mapped = mapConcurrently([1, 2, 3, 4, 5], 1, async (n) => {
    asked.push(n);
    if (n === 2) throw new Error('two');
  });

  await expect(mapped).rejects.toThrow('two');
  await soon();
  expect(asked).toEqual([1, 2]);
});

it('draws ids that begin with a letter', () => {
  const ids = Array.from({ length: 200 }, () => drawId(8));

  expect(ids.every((id) => /^[a-z][a-z0-9]{7}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(200);
});
