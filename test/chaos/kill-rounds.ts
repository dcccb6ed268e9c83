import { setTimeout as sleep } from 'node:timers/promises';

import { createStream } from '../../core/random.ts';
import { kill, processesOf } from './processes.ts';
import type { Role } from './processes.ts';
import { run, sweep } from './sweep-process.ts';

export type Round = { readonly afterMs: number; readonly killed: readonly Role[]; readonly doneBefore: boolean };

type Options = {
  readonly home: string;
  readonly grid: string;
  readonly kills: number;
  readonly seed: number;
  readonly longestMs: number; // of a life between two kills
  readonly onRound: (round: Round) => void;
};

/** Kills every process of a sweep at random moments, resumes after each, and lets the last life end; its leaderboard. */
export const killAllRounds = async ({ home, grid, kills, seed, longestMs, onRound }: Options): Promise<string> => {
  const stream = createStream(seed, 'kill all');
  for (let round = 0; round < kills; round++) {
    const life = sweep(home, ['start', grid]);
    const afterMs = Math.round(stream.uniform() * longestMs);
    const ended = await Promise.race([life.ended.then(() => true), sleep(afterMs).then(() => false)]);
    const found = processesOf(home);
    for (const { pid } of found) kill(pid, 'SIGKILL');
    await life.ended;
    onRound({ afterMs, killed: found.map(({ role }) => role), doneBefore: ended });
  }
  await run(home, ['start', grid]);
  return run(home, ['leaderboard', 'chaos', '--json']);
};

/** Kills one process at a time while `start` goes on by itself; one that kills the CLI is followed by `resume`. */
export const killOneRounds = async ({ home, grid, kills, seed, longestMs, onRound }: Options): Promise<string> => {
  const stream = createStream(seed, 'kill one');
  let life = sweep(home, ['start', grid]);
  for (let round = 0; round < kills; round++) {
    const afterMs = Math.round(stream.uniform() * longestMs);
    const ended = await Promise.race([life.ended.then(() => true), sleep(afterMs).then(() => false)]);
    const found = processesOf(home);
    const victim = found[stream.below(Math.max(1, found.length))];
    if (victim !== undefined) kill(victim.pid, 'SIGKILL');
    onRound({ afterMs, killed: victim === undefined ? [] : [victim.role], doneBefore: ended });
    if (victim?.role === 'cli' || ended) {
      await life.ended;
      life = sweep(home, ['start', grid]);
    }
  }
  const last = await life.ended;
  if (last.code !== 0) throw new Error(`the sweep ended with exit code ${last.code ?? last.signal}\n${last.err}`);
  return run(home, ['leaderboard', 'chaos', '--json']);
};
