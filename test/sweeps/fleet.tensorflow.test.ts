import { afterAll, beforeAll, expect, test } from 'vitest';

import { eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

let home: TestHome;
beforeAll(async () => (home = await openTestHome()), 600_000);
afterAll(() => home.close());

const more = `split: { folds: 2 }
embedding: { kind: random, size: 8 }
model: { units: 4 }
train: { epochs: 2, batch: 64 }`;

test(
  'workers of two engines serve two sweeps side by side, each its own, and one that has nothing to do says why',
  { timeout: 300_000 },
  async () => {
    const library = home.sweep('worker', '--slots', '1', '--engine', 'tensorflow-cpu');
    const ours = home.sweep('start', home.grid({ name: 'ours', rows: 200, more }), '--slots', '0');
    await eventually(async () => library.err().includes('stay idle'));
    const said = library.err();
    const theirs = home.sweep(
      'start',
      home.grid({ name: 'theirs', rows: 200, more: `engine: tensorflow\n${more}` }),
      '--slots',
      '0',
    );
    const kernels = home.sweep('worker', '--slots', '1');

    const ends = await Promise.all([ours.ended, theirs.ended]);

    const workersOf = async (name: string): Promise<readonly number[]> => {
      const attempts = await home.attempts(name);
      return [...new Set(attempts.map(({ attempt }) => Number(attempt.worker.split(':')[1])))];
    };
    expect(said).toMatch(
      /The slots of this worker stay idle: ours says engine: wasm, and this worker trains with tensorflow-cpu-2/,
    );
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect((await home.find('ours')).engine).toBe('wasm');
    expect((await home.find('theirs')).engine).toMatch(/^tensorflow-cpu-2/);
    expect(await workersOf('ours')).toEqual([kernels.child.pid]);
    expect(await workersOf('theirs')).toEqual([library.child.pid]);
    for (const { child } of [library, kernels]) child.kill('SIGTERM');
    await Promise.all([library.ended, kernels.ended]);
  },
);
