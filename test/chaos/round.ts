import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createStream } from '../../core/random.ts';
import { withAftermath } from './aftermath.ts';
import type { Fault } from './fault.ts';
import { drawnGrids } from './grids.ts';
import type { ChaosGrid } from './grids.ts';
import { askInvariants } from './invariants/all.ts';
import type { Broken } from './invariants/all.ts';
import { nothingIsLeftBehind } from './invariants/left-behind.ts';
import type { LifeEnd } from './life.ts';
import { kill } from './processes.ts';
import { openStage } from './scene.ts';
import type { Stage } from './scene.ts';
import { sightSlots, timeRecovery } from './recovery.ts';
import { unmountUnder } from './small-disk.ts';

/** A line of the file of rounds. */
export type Round = {
  readonly v: 1;
  readonly round: number;
  readonly seed: number;
  readonly fault: string;
  readonly grid: ChaosGrid;
  readonly held: boolean;
  readonly broken: readonly Broken[];
  readonly recoverySeconds: number | null; // from the last strike to the next stored fold or the end; null: nothing was struck
  readonly seconds: number;
  readonly strikes: number;
  readonly lives: number;
  readonly timeline: readonly string[];
  readonly folder: string | null; // kept where something broke
};

export type RoundOptions = {
  readonly parent: string; // a folder for the rounds' own
  readonly seed: number;
  readonly round: number;
  readonly fault: Fault;
  readonly calm: (grid: ChaosGrid) => Promise<string>;
};

/** A sweep that takes longer than this after the last strike is stuck: it is ended, and the round has broken the first promise. */
const longestEndMs = 240_000;
const longestLeaveMs = 60_000;
const mostLives = 40;
const everyFifth = 5;

/** What a round is played with, besides its fault: drawn apart, so that a fault's own draws do not depend on it. */
const drawStage = ({ seed, round, fault }: RoundOptions) => {
  const stream = createStream(seed, 'chaos stage', round);
  const drawn = drawnGrids[stream.below(drawnGrids.length)] as ChaosGrid;
  return { grid: fault.grid ?? drawn, onTerminal: stream.below(everyFifth) === 0 };
};

/** Resumes as often as the life has left, until one says that the sweep is done. @returns what went wrong, or null */
const untilDone = async ({ scene, lives }: Stage): Promise<string | null> => {
  const deadline = performance.now() + longestEndMs;
  for (;;) {
    const left = deadline - performance.now();
    const end = await within(scene.life().ended, Math.max(0, left));
    if (end === null) return `the sweep did not end within ${longestEndMs / 1000} s of the last strike`;
    if (end.code === 0) return null;
    if (lives.length >= mostLives) return `${lives.length} lives did not end the sweep`;
    await sleep(end.code === null ? 0 : 300); // nobody types faster
    await scene.revive();
  }
};

/** A value, or null where it takes longer. */
const within = <Value>(value: Promise<Value>, ms: number): Promise<Value | null> =>
  Promise.race([value, sleep(ms, null, { ref: false })]);

const endOthers = async (stage: Stage): Promise<readonly LifeEnd[] | null> => {
  const { scene, others } = stage;
  const works = scene.processes().filter(({ role }) => role === 'worker' || role === 'orchestrator');
  if (works.length > 0) scene.kill(works, 'SIGTERM');
  return within(Promise.all(others.map(({ ended }) => ended)), longestLeaveMs);
};

const play = async (
  stage: Stage,
  { fault, calm, onDone }: { readonly fault: Fault; readonly calm: string; readonly onDone: () => Promise<void> },
): Promise<readonly Broken[]> => {
  const { scene, lives } = stage;
  const sights = sightSlots(stage.watch);
  scene.start();
  await fault.strike(scene).catch(async (error: unknown) => {
    await sights.end();
    throw error;
  });
  const stuck = await untilDone(stage);
  const sightings = await sights.end();
  await onDone();
  if (stuck !== null) return [{ invariant: 'theSweepEnds', what: stuck }];
  await fault.recover?.(scene);
  const otherEnds = await endOthers(stage);
  const ends = await within(Promise.all(lives.map(({ ended }) => ended)), longestLeaveMs);
  if (otherEnds === null || ends === null)
    return [
      { invariant: 'theSweepEnds', what: `commands had not ended ${longestLeaveMs / 1000} s after the sweep was done` },
    ];
  const broken = await withAftermath({ stage, calm, ends, otherEnds, sightings }, (aftermath) =>
    askInvariants(fault, aftermath),
  );
  await fault.clean?.(scene); // servers of the fault's own are not left behind by Sweep
  const left = fault.spares?.['nothingIsLeftBehind'] === undefined ? await nothingIsLeftBehind(stage) : [];
  return [...broken, ...left.map((what) => ({ invariant: 'nothingIsLeftBehind', what }))];
};

/** Plays one round: a home of its own, a sweep, a fault, its end, the invariants. Keeps its folder where one broke. */
export const playRound = async (options: RoundOptions): Promise<Round> => {
  const { parent, seed, round, fault } = options;
  const folder = join(parent, `r${round}`);
  unmountUnder(folder);
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  const { grid, onTerminal } = drawStage(options);
  const calm = await options.calm(grid);
  const stage = await openStage({ folder, seed, round, fault, grid, onTerminal });
  const recovery = timeRecovery(stage);
  let recoverySeconds: number | null = null;
  let strikes = 0;
  const onDone = async (): Promise<void> => {
    recoverySeconds = await recovery.end();
    strikes = stage.strikes.length;
  };
  const broken = await play(stage, { fault, calm, onDone }).catch((error: unknown): readonly Broken[] => [
    { invariant: 'theHarnessWorks', what: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  ]);
  await recovery.end();
  await stage.watch.close();
  const { scene, lives, timeline } = stage;
  for (const { pid } of scene.processes()) kill(pid, 'SIGKILL'); // of a round that broke
  for (const { pid, hasEnded } of stage.lives) if (pid !== undefined && !hasEnded()) kill(pid, 'SIGKILL'); // its terminal too
  await fault.clean?.(scene);
  const held = broken.length === 0;
  const result: Round = {
    v: 1,
    round,
    seed,
    fault: fault.name,
    grid,
    held,
    broken,
    recoverySeconds,
    seconds: stage.now() / 1000,
    strikes,
    lives: lives.length,
    timeline: [...timeline],
    folder: held ? null : folder,
  };
  if (held) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  else await keepOutputs(stage, folder, result);
  return result;
};

/** What the commands said, beside the logs in home/logs. */
const keepOutputs = async ({ lives, others }: Stage, folder: string, result: Round): Promise<void> => {
  writeFileSync(join(folder, 'round.json'), `${JSON.stringify(result, null, 2)}\n`);
  for (const [at, { args, ended }] of [...lives, ...others].entries()) {
    const end = await within(ended, 2_000);
    const text = end === null ? 'it has not ended\n' : `exit ${end.code} ${end.signal ?? ''}\n${end.err}\n${end.out}`;
    writeFileSync(join(folder, `command-${at + 1}.log`), `sweep ${args.join(' ')}\n${text}`);
  }
};
