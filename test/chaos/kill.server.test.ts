import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { chaosGrid } from './grids.ts';
import { killAllRounds, killOneRounds } from './kill-rounds.ts';
import { run } from './sweep-process.ts';
import { foldsTrainedAgain } from './trained-again.ts';

describe('a sweep whose processes are killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-chaos-'));
  const grid = chaosGrid(folder);
  let undisturbed = '';
  beforeAll(async () => {
    await run(join(folder, 'calm'), ['start', grid]);
    undisturbed = await run(join(folder, 'calm'), ['leaderboard', 'chaos', '--json']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['every process at once', 'all', killAllRounds],
    ['one process at a time, while start goes on by itself', 'one', killOneRounds],
  ])('ends with the same bytes and trains no stored fold again: %s', async (_what, name, rounds) => {
    const home = join(folder, name);

    const board = await rounds({ home, grid, kills: 4, seed: 1, longestMs: 6_000, onRound: () => undefined });

    expect(board).toBe(undisturbed);
    expect(await foldsTrainedAgain(home, 'chaos')).toMatchObject({ again: 0, folds: 32 });
  });
});
