import { describe, expect, it } from 'vitest';

import type { Plan } from '../../activities/plan.ts';
import { createWarmRows } from '../../activities/warm-rows.ts';
import type { TrialRow } from '../../core/results.ts';

const plan = (uid: string): Plan => ({ sweep: { uid, edition: 0 }, space: { trials: 9 } }) as unknown as Plan;
const round = { edition: 0, retry: 0 };
const row = (index: number): TrialRow => ({ index }) as unknown as TrialRow;

/** Readers that see what is stored at the time, and count. */
const atStore = () => {
  const stored: TrialRow[] = [row(0)];
  let [readers, now, fails] = [0, 0, false];
  const rows = createWarmRows(
    () => {
      readers++;
      return {
        read: async () => {
          if (fails) throw new Error('the store is away');
          return [...stored];
        },
      };
    },
    () => now,
  );
  return {
    ...rows,
    store: (index: number) => void stored.push(row(index)),
    readers: () => readers,
    pass: (ms: number) => void (now += ms),
    fail: (does: boolean) => void (fails = does),
  };
};

describe('rows that are read before the last fold', () => {
  it('are read on by who takes them: what came since is there', async () => {
    const rows = atStore();
    rows.begin(plan('a'), round);
    rows.store(1);

    expect(await rows.take(plan('a'), round)).toEqual([row(0), row(1)]);
    expect(rows.readers()).toBe(1);
  });

  it('are taken once, and those of another sweep, another retry or an earlier minute never', async () => {
    const rows = atStore();
    rows.begin(plan('a'), round);
    await rows.take(plan('b'), round);
    await rows.take(plan('a'), { edition: 0, retry: 1 });
    await rows.take(plan('a'), round);
    await rows.take(plan('a'), round);
    expect(rows.readers()).toBe(4);
    rows.begin(plan('a'), round);
    rows.pass(60_000);

    await rows.take(plan('a'), round);

    expect(rows.readers()).toBe(6);
  });

  it('are read anew where the first reading failed', async () => {
    const rows = atStore();
    rows.fail(true);
    rows.begin(plan('a'), round);
    await Promise.resolve();
    rows.fail(false);

    expect(await rows.take(plan('a'), round)).toEqual([row(0)]);
    expect(rows.readers()).toBe(2);
  });
});
