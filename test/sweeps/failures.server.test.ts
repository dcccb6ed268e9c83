import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createPlan } from '../../activities/plan.ts';
import { runsOf } from '../../activities/decide.ts';
import type { AttemptRecord } from '../../store/attempts.ts';
import { kill, processesOf } from '../chaos/processes.ts';
import { eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

type Row = {
  readonly trial: string;
  readonly rank: number | null;
  readonly folds: number;
  readonly failure: { readonly code: string; readonly message: string; readonly fold: number } | null;
};

const twoTrials = (larger: number): string => `split: { folds: 2 }
embedding: { kind: random, size: 16 }
model: { units: [2, ${larger}] }
train: { epochs: 400, batch: 16 }`;

describe('trials that fail', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openTestHome();
  });
  afterAll(() => home.close());

  const rowsOf = async (name: string): Promise<readonly Row[]> =>
    (JSON.parse(await home.board(name)) as { readonly rows: readonly Row[] }).rows;
  /** The attempts at fold 1 of the larger trial. */
  const attemptsAtLarger = async (name: string): Promise<readonly AttemptRecord[]> => {
    const key = runsOf(createPlan(await home.find(name)), 0, 1)[0]?.key;
    return (await home.attempts(name)).filter(({ attempt }) => attempt.key === key);
  };
  /** Ends the trainer with a signal each time it works on fold 1 of the larger trial, until it died so often. */
  const strike = (name: string, signal: NodeJS.Signals, times: number): Promise<unknown> =>
    eventually(async () => {
      const attempts = await attemptsAtLarger(name).catch(() => []); // not inserted yet
      if (attempts.filter(({ end }) => end?.outcome === 'died').length >= times) return true;
      if (attempts.some(({ end }) => end === null)) {
        for (const { pid, role } of processesOf(home.home)) if (role === 'trainer') kill(pid, signal);
      }
      return false;
    });

  it('a diverging configuration is a result: shorter epochs count, higher folds are left, the sweep goes on', async () => {
    const more = `split: { folds: 3 }
embedding: { kind: random, size: 8 }
model: { units: 3 }
train: { learningRate: [0.01, 1e7], epochs: [1, 60], batch: 16 }`;
    const { out, err } = await home.run(['start', home.grid({ name: 'steep', more }), '--slots', '1'], 1);
    const rows = await rowsOf('steep');
    const attempts = await home.attempts('steep');

    expect(out).toContain('steep: done, 3 scored, 1 failed');
    expect(out).toContain('DIVERGED (t');
    expect(err).toContain('steep done, 9/12 folds, 3 failed');
    expect(rows.filter(({ rank }) => rank !== null)).toHaveLength(3);
    expect(rows.at(-1)).toMatchObject({
      trial: expect.stringContaining('epochs=60') as string,
      rank: null,
      folds: 0,
      failure: { code: 'DIVERGED', fold: 1 },
    });
    const keys = runsOf(createPlan(await home.find('steep')), 0, 1).map(({ key }) => key as string);
    const splitOf = ({ attempt }: AttemptRecord): number => keys.indexOf(attempt.key);
    const first = attempts.find((each) => splitOf(each) === 0) as AttemptRecord;
    const above = attempts.filter(
      (each) => splitOf(each) > 0 && each.attempt.startedAt >= (first.end?.endedAt ?? Infinity),
    );
    expect(first.end?.outcome).toBe('diverged');
    for (const { attempt, end } of above) expect([attempt.folds.length, end?.outcome]).toEqual([1, 'trained']);
    const again = await home.run(['resume', 'steep', '--failed'], 1);
    expect(again.err).toContain('1 trial DIVERGED: that follows from its configuration, it is not tried again.');
  });

  it('three deaths of a trainer fail that trial alone, and it is tried again when asked for', async () => {
    const life = home.sweep('start', home.grid({ name: 'crash', rows: 800, more: twoTrials(24) }), '--slots', '1');
    await strike('crash', 'SIGSEGV', 3);
    const { code, out } = await life.ended;

    expect(code).toBe(1);
    expect(out).toContain('CRASHED');
    expect(await rowsOf('crash')).toMatchObject([
      { trial: 'units=2', rank: 1, folds: 2, failure: null },
      { trial: 'units=24', rank: null, failure: { code: 'CRASHED', fold: 1, message: 'ended by SIGSEGV' } },
    ]);

    const again = await home.run(['resume', 'crash', '--failed', '--slots', '1']);
    expect(again.err).toContain('1 trial is tried again.');
    expect((await rowsOf('crash')).map(({ folds, failure }) => [folds, failure])).toEqual([
      [2, null],
      [2, null],
    ]);
  });

  it('a trainer that is killed from outside costs its trial nothing, however often', async () => {
    const life = home.sweep('start', home.grid({ name: 'kill', rows: 800, more: twoTrials(23) }), '--slots', '1');
    await strike('kill', 'SIGKILL', 4);
    const { code, err } = await life.ended;

    expect(err).not.toContain('CRASHED');
    expect(code).toBe(0);
    const died = (await attemptsAtLarger('kill')).filter(({ end }) => end?.outcome === 'died');
    expect(died.map(({ end }) => end?.ownDeath)).toEqual([false, false, false, false]);
  });
});
