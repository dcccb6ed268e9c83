import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { etaInterval } from '../../cli/eta-interval.ts';
import { recentPace } from '../../cli/recent-pace.ts';

/** Seconds from the start of a sweep to each of its folds, as stored: shared grids on a machine that did other work too. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'recorded-sweeps.json'), 'utf8'),
) as Readonly<Record<string, readonly number[]>>;

/** The whole sweeps, and stretches of the long one as sweeps of their own. */
const replays = Object.values(recorded).flatMap((ends): readonly (readonly number[])[] => {
  if (ends.length < 1000) return [ends];
  return [100, 200, 400, 800, ends.length].flatMap((folds) => {
    const found: (readonly number[])[] = [];
    for (let from = 0; from + folds <= ends.length; from += Math.max(20, folds / 8))
      found.push(ends.slice(from, from + folds).map((end) => end - (ends[from - 1] ?? 0)));
    return found;
  });
});

/** What a sweep's workflow wrote down of its progress: the last twenty moments, two seconds apart at least. */
const momentsAt = (ends: readonly number[], done: number) => {
  const moments: { at: number; trained: number }[] = [];
  for (const [at, end] of ends.slice(0, done).entries()) {
    const last = moments.at(-1);
    if (last === undefined || end * 1000 - last.at >= 2000) moments.push({ at: end * 1000, trained: at + 1 });
    else last.trained = at + 1;
  }
  return [{ recent: moments.slice(-20) }];
};

/** Whether the interval shown after a share of the folds held the time that the rest took; null where none was shown. */
const held = (ends: readonly number[], share: number): { readonly holds: boolean; readonly width: number } | null => {
  const done = Math.ceil(ends.length * share);
  const now = ends[done - 1] as number;
  const pace = recentPace(momentsAt(ends, done), now * 1000);
  if (pace === null) return null;
  const open = ends.length - done;
  const { lowSeconds, highSeconds } = etaInterval(open / pace, open / ends.length, done);
  const took = (ends.at(-1) as number) - now;
  return { holds: lowSeconds <= took && took <= highSeconds, width: highSeconds / lowSeconds };
};

const outcomes = (share: number) => replays.flatMap((ends) => held(ends, share) ?? []);

test.each([0.05, 0.1, 0.25, 0.5, 0.75])(
  'after %d of the folds of recorded sweeps the interval holds the time left',
  (share) => {
    const found = outcomes(share);

    expect(found.length).toBeGreaterThan(50);
    expect(found.filter(({ holds }) => holds).length / found.length).toBeGreaterThanOrEqual(0.85);
  },
);

test('the interval narrows as folds are done', () => {
  const widths = [0.05, 0.25, 0.5, 0.75, 0.95].map((done) => {
    const { lowSeconds, highSeconds } = etaInterval(1000 * (1 - done), 1 - done, 400 * done);
    return highSeconds - lowSeconds;
  });

  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
});

test('few folds widen it, and it always holds the time at the present pace', () => {
  const [few, many] = [etaInterval(60, 0.5, 1), etaInterval(60, 0.5, 500)];

  expect(few.highSeconds / few.lowSeconds).toBeGreaterThan(many.highSeconds / many.lowSeconds);
  for (const { lowSeconds, highSeconds } of [few, many]) expect(lowSeconds < 60 && 60 < highSeconds).toBe(true);
});
