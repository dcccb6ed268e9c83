import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { createStream } from '../../core/random.ts';
import type { Fault } from './fault.ts';
import { writeChaosGrid } from './grids.ts';
import type { ChaosGrid } from './grids.ts';
import { playRound } from './round.ts';
import type { Round } from './round.ts';
import { run } from './sweep-process.ts';

/**
 * The fault of round n, from 0: faults are dealt from a shuffled deck that has each so often as its weight says, so that
 * every deck of rounds has them all. It depends on the seed and on which faults there are, not on what was played before.
 */
export const faultOfRound = (faults: readonly Fault[], seed: number, n: number): Fault => {
  const deck = faults.flatMap((fault) => Array.from({ length: fault.weight ?? 1 }, () => fault));
  const stream = createStream(seed, 'chaos deck', Math.floor(n / deck.length));
  for (let at = deck.length - 1; at > 0; at--) {
    const other = stream.below(at + 1);
    [deck[at], deck[other]] = [deck[other] as Fault, deck[at] as Fault];
  }
  return deck[n % deck.length] as Fault;
};

/** Leaderboards of sweeps that nothing disturbs, each made once. */
export const createCalm = (folder: string): ((grid: ChaosGrid) => Promise<string>) => {
  const boards = new Map<ChaosGrid, Promise<string>>();
  const make = async (grid: ChaosGrid): Promise<string> => {
    const place = join(folder, `calm-${grid}`);
    mkdirSync(place, { recursive: true });
    const home = join(place, 'home');
    await run(home, ['start', writeChaosGrid(place, grid), '--slots', '2']);
    return run(home, ['leaderboard', 'chaos', '--json']);
  };
  return (grid) => {
    const known = boards.get(grid) ?? make(grid);
    boards.set(grid, known);
    return known;
  };
};

/** The rounds in a file of lines; half a line, which a kill left, is passed over. */
export const readRounds = (file: string): readonly Round[] => {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line): readonly Round[] => {
      try {
        return [JSON.parse(line) as Round];
      } catch {
        return [];
      }
    });
};

type Options = {
  readonly seed: number;
  readonly rounds: readonly { readonly round: number; readonly fault: Fault }[];
  readonly jobs: number;
  readonly folder: string;
  readonly out: string;
  readonly onRound: (round: Round) => void;
};

/** Plays rounds, `jobs` at once, and appends a line for each to the file. */
export const playRounds = async ({ seed, rounds, jobs, folder, out, onRound }: Options): Promise<void> => {
  const calm = createCalm(folder);
  const left = [...rounds];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const played = await playRound({ parent: folder, seed, ...next, calm });
      mkdirSync(dirname(out), { recursive: true });
      appendFileSync(out, `${JSON.stringify(played)}\n`);
      onRound(played);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
};
