import { describe, expect, it } from 'vitest';

import { createTurns, goesOn } from '../../activities/turns.ts';
import type { SweepUid } from '../../core/messages.ts';

const uid = (name: string): SweepUid => name as SweepUid;

const atTime = () => {
  let now = 0;
  const turns = createTurns(() => now);
  return { ...turns, pass: (ms: number) => void (now += ms) };
};

describe('the turns of sweeps on a worker', () => {
  it('last a second while a sweep is alone, however long its own runs are', () => {
    const turns = atTime();
    turns.ran(uid('a'), 20_000);

    expect(turns.lengthMs(uid('a'))).toBe(1_000);
  });

  it('last as long as the runs of the others, but no longer than half a minute', () => {
    const turns = atTime();
    turns.ran(uid('long'), 12_000);
    turns.ran(uid('short'), 900);

    expect(turns.lengthMs(uid('short'))).toBe(12_000);
    expect(turns.lengthMs(uid('long'))).toBe(1_000);
    turns.ran(uid('longest'), 600_000);
    expect(turns.lengthMs(uid('short'))).toBe(30_000);
  });

  it('do not grow with the number of runs', () => {
    const turns = atTime();
    for (let run = 0; run < 100; run++) turns.ran(uid('short'), 40);

    expect(turns.lengthMs(uid('other'))).toBe(1_000);
  });

  it('are short again when the others have gone', () => {
    const turns = atTime();
    turns.ran(uid('long'), 12_000);

    turns.pass(119_000);
    expect(turns.lengthMs(uid('short'))).toBe(12_000);
    turns.pass(2_000);

    expect(turns.lengthMs(uid('short'))).toBe(1_000);
  });
});

describe('a turn', () => {
  it('goes on until its time is over', () => {
    expect(goesOn(1_000, 999, { given: 40, taken: 10 })).toBe(true);
    expect(goesOn(1_000, 1_000, { given: 40, taken: 10 })).toBe(false);
  });

  it('takes a small rest along, for a quarter of its time', () => {
    expect(goesOn(1_000, 1_200, { given: 40, taken: 30 })).toBe(true);
    expect(goesOn(1_000, 1_200, { given: 40, taken: 29 })).toBe(false);
    expect(goesOn(1_000, 1_250, { given: 40, taken: 39 })).toBe(false);
  });
});
