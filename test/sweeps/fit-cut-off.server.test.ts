import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadCheckpoint } from '../../store/checkpoints.ts';
import { kill, processesOf } from '../chaos/processes.ts';
import { bytesIn } from './bytes-in.ts';
import { eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

describe('a fit that is cut off', () => {
  let home: TestHome;
  const more = `split: { holdout: 0.2, test: 0.2 }
embedding: { kind: random, size: 16 }
model: { units: 32 }
train: { epochs: 500, batch: 16 }`;
  const file = (name: string): string => join(home.folder, name);
  beforeAll(async () => {
    home = await openTestHome();
    await home.run(['start', home.grid({ name: 'long', rows: 1000, more }), '--slots', '1']);
  });
  afterAll(() => home.close());

  const fitKeys = async () => (await home.attempts('long')).filter(({ attempt }) => attempt.kind === 'fit');

  it('by three deaths of its trainer has CRASHED; the same command tries it again', async () => {
    const crashed = home.sweep('fit', 'long', '--trial', '1', '--out', file('cut'), '--slots', '1', '--json');
    await eventually(async () => {
      const attempts = await fitKeys();
      if (attempts.filter(({ end }) => end?.outcome === 'died').length >= 3) return true;
      if (attempts.some(({ end }) => end === null))
        for (const { pid, role } of processesOf(home.home)) if (role === 'trainer') kill(pid, 'SIGSEGV');
      return false;
    });
    const { code, out, err } = await crashed.ended;

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ test: null, out: null, failure: { code: 'CRASHED' } });
    expect(err).toMatch(/that depends on the machine; it is tried again by: sweep fit long --trial t[0-9a-f]+ --out/);
    expect(() => readdirSync(file('cut'))).toThrow('ENOENT');
  });

  it('by Ctrl-C saves a checkpoint, by kill -9 loses what came since; the same command makes the same bytes', async () => {
    const start = () => home.sweep('fit', 'long', '--trial', '1', '--out', file('cut'), '--slots', '1');
    const first = start();
    await eventually(async () => /epoch \d/.test(first.err()));
    first.child.kill('SIGINT');
    const { code, err } = await first.ended;
    const [{ attempt: { key } } = { attempt: { key: '' } }] = await fitKeys();
    const saved = await loadCheckpoint(home.store, key);
    const before = (await fitKeys()).length;

    const second = start();
    await eventually(async () => /epoch \d/.test(second.err()));
    second.child.kill('SIGKILL');
    await second.ended;
    await home.run(['fit', 'long', '--trial', '1', '--out', file('cut'), '--slots', '1']);
    const from = (await fitKeys()).map(({ attempt }) => attempt.fromStep);

    expect(code).toBe(130);
    expect(err).toMatch(
      /Stopped training here; nothing else works on it\. Go on: sweep fit long --trial t[0-9a-f]+ --out/,
    );
    expect(saved?.step).toBeGreaterThan(0);
    expect(from.length).toBeGreaterThan(before);
    expect(from.slice(before).every((step) => step >= (saved?.step ?? 0))).toBe(true);
    expect(await loadCheckpoint(home.store, key)).toBeNull();
  });

  it('has the bytes of one that nobody disturbed', async () => {
    const calm = await openTestHome();
    try {
      await calm.run(['start', calm.grid({ name: 'long', rows: 1000, more }), '--slots', '1']);
      await calm.run(['fit', 'long', '--trial', '1', '--out', file('calm'), '--slots', '1']);
    } finally {
      await calm.close();
    }

    expect(bytesIn(file('cut'))).toEqual(bytesIn(file('calm')));
  });

  it('leaves the sweep as it was: done, with nothing running and nothing to be afraid of', async () => {
    const status = JSON.parse((await home.run(['status', 'long', '--json'])).out) as unknown;

    expect(status).toMatchObject({
      state: 'done',
      folds: { total: 1, done: 1, failed: 0, running: 0 },
      mismatches: [],
    });
  });
});
