import { inject, afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { AttemptRecord } from '../../store/attempts.ts';
import { readWorkers } from '../../store/workers.ts';
import { longRun } from './campus-grid.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

describe('a sweep that is paused, stopped, interrupted and left alone', () => {
  let calm = '';
  let home: TestHome;
  let grid = '';
  beforeAll(async () => {
    home = await openTestHome();
    grid = home.grid({ name: 'long', rows: 1_600, more: longRun(32, 800) });
    const undisturbed = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), `calm${Date.now()}`),
    });
    await undisturbed.run(['start', grid, '--slots', '1']);
    calm = await undisturbed.board('long');
    await undisturbed.close();
  });
  afterAll(() => home.close());

  /** Waits until the run has been trained beyond `step`. */
  const trainedBeyond = (step: number): Promise<unknown> =>
    eventually(async () => {
      const { live } = await readWorkers(home.store);
      return live.some(({ slots }) => slots.some(({ state, done }) => state === 'run' && done > step));
    });
  const lastAttempt = async (): Promise<AttemptRecord> => (await home.attempts('long')).at(-1) as AttemptRecord;
  /** The step that the attempt after that one began with; a busy machine may make more than one of a life. */
  const wentOnFrom = async (before: AttemptRecord): Promise<number | undefined> => {
    const attempts = await home.attempts('long');
    return attempts[attempts.findIndex(({ attempt }) => attempt.startedAt === before.attempt.startedAt) + 1]?.attempt
      .fromStep;
  };
  const status = async (): Promise<{ state: string }> =>
    JSON.parse((await home.run(['status', 'long', '--json'])).out) as { state: string };
  /** The step that the last attempt handed back; it must be more than it began with. */
  const handedBack = async (): Promise<number> => {
    const { attempt, end } = await lastAttempt();
    expect(end).toMatchObject({ outcome: 'stopped', ownDeath: false });
    expect(end?.step).toBeGreaterThan(attempt.fromStep);
    return end?.step as number;
  };

  it('is paused from elsewhere while start runs: start says so, ends with 130 and has saved a checkpoint', async () => {
    const life = home.sweep('start', grid, '--slots', '1');
    await trainedBeyond(0);
    const { out } = await home.run(['pause', 'long']);
    const { code, err } = await life.ended;

    expect(out).toBe('long: pause asked for; running folds save a checkpoint. Go on: sweep resume long\n');
    expect(code).toBe(130);
    expect(err).toMatch(/^long was paused from elsewhere\. Go on: sweep resume long$/m);
    expect((await status()).state).toBe('paused');
    await handedBack();
  });

  it('goes on from that checkpoint when it is resumed, and is stopped from elsewhere', async () => {
    const before = await lastAttempt();
    const life = home.sweep('resume', 'long', '--slots', '1');
    await trainedBeyond(before.end?.step as number);
    await home.run(['stop', 'long']);
    const { code, err } = await life.ended;

    expect(code).toBe(130);
    expect(err).toMatch(/^long: (0|1) done, 0 failed, (2|1) to run \((0|1) of 2 folds are stored\)$/m);
    expect(err).toMatch(/^long was stopped from elsewhere\. Go on: sweep resume long$/m);
    expect((await status()).state).toBe('stopped');
    expect(await wentOnFrom(before)).toBe(before.end?.step);
    await handedBack();
  });

  it('hands back at Ctrl-C, and says that nothing goes on', async () => {
    const before = await lastAttempt();
    const life = home.sweep('resume', '--slots', '1');
    await trainedBeyond(before.end?.step as number);
    life.child.kill('SIGINT');
    const { code, err } = await life.ended;

    expect(code).toBe(130);
    expect(err.trimEnd().split('\n').at(-1)).toBe(
      'Stopped training here; nothing else works on it. Go on: sweep resume long',
    );
    expect((await status()).state).toBe('interrupted');
    expect(await wentOnFrom(before)).toBe(before.end?.step);
    await handedBack();
  });

  it('hands back when its terminal is closed, which nobody can be told', async () => {
    const before = await lastAttempt();
    const life = home.sweep('start', grid, '--slots', '1');
    await trainedBeyond(before.end?.step as number);
    life.child.stdout.destroy();
    life.child.stderr.destroy();
    life.child.kill('SIGHUP');

    expect((await life.ended).code).toBe(130);
    expect(await wentOnFrom(before)).toBe(before.end?.step);
    await handedBack();
  });

  it('takes down a wish when nothing works on it', async () => {
    expect((await home.run(['pause', 'long'])).out).toBe('Recorded; nothing works on it. Go on: sweep resume long\n');
    expect((await status()).state).toBe('paused');
  });

  it('goes on in the background when it is detached, to the bytes of an undisturbed run', async () => {
    const before = await lastAttempt();
    const { err, out } = await home.run(['resume', 'long', '--slots', '1', '--detach']);

    expect(out).toBe('');
    expect(err).toMatch(/^long goes on in the background \(process \d+\)\. Watch: sweep status long --watch$/m);
    await eventually(async () => (await home.state('long')).state === 'done');
    expect(await home.board('long')).toBe(calm);
    expect(await wentOnFrom(before)).toBe(before.end?.step);
  });
});
