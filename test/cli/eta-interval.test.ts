import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { momentOf, replaysOf } from '../../bench/eta/replay.ts';
import type { EtaInterval } from '../../cli/eta-interval.ts';
import { etaInterval } from '../../cli/eta-interval.ts';

/** Seconds from the start of a sweep to each of its folds, as stored, on machines that did other work too. */
const folder = join(import.meta.dirname, 'fixtures', 'recorded-sweeps');
const replays = readdirSync(folder).flatMap((name) =>
  Object.entries(
    JSON.parse(readFileSync(join(folder, name), 'utf8')) as Readonly<Record<string, readonly number[]>>,
  ).flatMap(([kind, ends]) => replaysOf(kind, ends)),
);

/** Whether the interval shown after a share of the folds held the time that the rest took, where one was shown. */
const outcomes = (share: number): readonly boolean[] =>
  replays.flatMap((replay) => {
    const moment = momentOf(replay, share);
    if (moment === null) return [];
    const { lowSeconds, highSeconds } = etaInterval(moment.seconds, moment);
    return [lowSeconds <= moment.took && moment.took <= highSeconds];
  });

test.each([0.05, 0.1, 0.25, 0.5, 0.75])(
  'after %d of the folds of recorded sweeps the interval holds the time left',
  (share) => {
    const found = outcomes(share);

    expect(found.length).toBeGreaterThan(50);
    expect(found.filter((holds) => holds).length / found.length).toBeGreaterThanOrEqual(0.85);
  },
);

test('the interval narrows as folds are done', () => {
  const widths = [0.05, 0.25, 0.5, 0.75, 0.95].map((done) => {
    const { lowSeconds, highSeconds } = etaInterval(1000 * (1 - done), {
      open: 400 * (1 - done),
      total: 400,
      trained: 400 * done,
    });
    return highSeconds - lowSeconds;
  });

  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
});

test('few folds widen it, and it always holds the time at the present pace', () => {
  const [few, many] = [1, 500].map((trained) => etaInterval(60, { open: 500, total: 1000, trained })) as [
    EtaInterval,
    EtaInterval,
  ];

  expect(few.highSeconds / few.lowSeconds).toBeGreaterThan(many.highSeconds / many.lowSeconds);
  for (const { lowSeconds, highSeconds } of [few, many]) expect(lowSeconds < 60 && 60 < highSeconds).toBe(true);
});
