import { describe, expect, it } from 'vitest';

import { createCrowd } from '../../cli/crowd.ts';

/** Some who look as often as they are told, and one who reads for them, for so many seconds. */
const everyMsAmong = async (watchers: number, seconds: number): Promise<number> => {
  let [looks, now, draws] = [0, 0, 0];
  const counter = { read: async () => looks, add: async (more: number) => void (looks += more) };
  const make = () =>
    createCrowd(
      counter,
      () => (draws++ % 8) / 8,
      () => now,
    );
  const reader = make();
  const others = Array.from({ length: watchers }, (_, at) => ({ crowd: make(), next: at * 10 }));
  for (; now < 1000 * seconds; now += 1_000) {
    await reader.count();
    for (const other of others) {
      if (other.next > now) continue;
      await other.crowd.looked(reader.everyMs());
      other.next = now + reader.everyMs();
    }
  }
  return reader.everyMs();
};

describe('those who watch what another reads for them', () => {
  it('look each 2.5 s where they are few', async () => {
    expect(await everyMsAmong(3, 120)).toBe(2_500);
  });

  it('look rarer the more they are: four times a second, all together', async () => {
    const everyMs = await everyMsAmong(200, 600);

    expect(everyMs).toBeGreaterThan(36_000);
    expect(everyMs).toBeLessThan(60_000);
  });
});
