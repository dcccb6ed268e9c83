import { describe, expect, it } from 'vitest';

import { milestoneLines, milestones } from '../../../cli/plan/milestones.ts';
import type { PlanReport } from '../../../cli/plan/plan-report.ts';

type Read = Pick<PlanReport, 'trials' | 'splits' | 'slots' | 'seconds' | 'work'>;

const report = (more: Partial<Read> = {}): PlanReport =>
  ({
    trials: 24,
    splits: 5,
    slots: 2,
    seconds: { low: 60, likely: 120, high: 240 },
    work: { runs: 120, vectors: 0 },
    ...more,
  }) as Read as PlanReport;

describe('milestones', () => {
  it('come in order, the first trial first and all of them at the estimate', () => {
    const all = milestones(report());

    expect(all.map(({ what }) => what)).toEqual(['first trial', '25 %', '50 %', '75 %', 'all']);
    expect(all.map(({ seconds }) => seconds.likely)).toEqual([6, 30, 60, 90, 120]);
    expect(all.at(-1)?.seconds).toEqual({ low: 60, likely: 120, high: 240 });
  });

  it.each([1, 2, 3, 7, 33, 130])('never go back in time with %i runs', (runs) => {
    const seconds = milestones(report({ trials: runs, work: { runs, vectors: 1 } })).map((each) => each.seconds.likely);

    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(seconds.at(-1)).toBe(120);
  });

  it('are none where nothing is to be trained', () => {
    expect(milestones(report({ work: { runs: 0, vectors: 0 } }))).toEqual([]);
    expect(milestoneLines(report({ work: { runs: 0, vectors: 0 } }))).toEqual([]);
  });
});

describe('milestoneLines', () => {
  it('draws each as a bar of time with its interval, at most 80 columns wide', () => {
    const lines = milestoneLines(report());

    expect(lines).toEqual([
      'known by   first trial          6 s  █░',
      '           25 %                30 s  ██▒▒░░░░',
      '           50 %                60 s  ████▒▒▒▒░░░░░░░░',
      '           75 %               2 min  ██████▒▒▒▒▒▒░░░░░░░░░░░░',
      '           all                2 min  ████████▒▒▒▒▒▒▒▒░░░░░░░░░░░░░░░░',
      '           █ at least, ▒ likely, ░ at most',
    ]);
  });

  it('says nothing of what is over at once', () => {
    expect(milestoneLines(report({ seconds: { low: 0.1, likely: 0.2, high: 0.5 } }))).toEqual([]);
  });
});
