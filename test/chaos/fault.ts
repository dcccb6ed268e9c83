import type { Stream } from '../../core/random.ts';
import type { ChaosGrid } from './grids.ts';
import type { Life } from './life.ts';
import type { Found } from './processes.ts';
import type { Milestone } from './watch.ts';

/** One round's home, processes and dice: all that a fault may touch. Everything of it lies under `folder`. */
export type Scene = {
  readonly folder: string;
  readonly home: string; // SWEEP_HOME of the life
  readonly grid: string; // the grid's file; the sweep's name is `chaos`
  readonly stream: Stream; // the same numbers for the same seed and round
  readonly env: NodeJS.ProcessEnv; // of every process of this round, after `prepare`
  readonly log: (event: string) => void; // a line of the timeline
  /** The latest `sweep start` or `sweep resume`. */
  readonly life: () => Life;
  /** Starts another life in place of the one before: `sweep start <grid>`, with the fault's arguments unless others are given. */
  readonly start: (...more: readonly string[]) => Life;
  readonly resume: (...more: readonly string[]) => Life;
  /** Resumes if the life before has ended, as a person would; the life now. */
  readonly revive: () => Promise<Life>;
  /** Any other command that belongs to the round, e.g. a worker: the runner ends it with SIGTERM when the sweep is done. */
  readonly spawn: (args: readonly string[], env?: NodeJS.ProcessEnv) => Life;
  /** What runs now in any home under `folder`. */
  readonly processes: () => readonly Found[];
  /** Sends a signal and writes it down: from then on recovery is timed, and the process may leave unfinished documents. */
  readonly kill: (victims: readonly Found[], signal?: NodeJS.Signals) => void;
  /** Writes down that something else was done to the sweep, or that it is over: recovery is timed from here. */
  readonly struck: (what: string) => void;
  /** Waits for a moment in the sweep's life; false where it did not come: the life ended, or two minutes went by. */
  readonly waitFor: (milestone: Milestone) => Promise<boolean>;
  /** Sleeps for a seeded time between the two, in ms. */
  readonly pause: (fromMs: number, toMs: number) => Promise<void>;
};

/** Something bad that happens to a sweep. It must leave the world such that `sweep resume` can end the sweep. */
export type Fault = {
  readonly name: string; // a row of the table
  readonly weight?: number; // how often among 1s: whole numbers, 1 if not said
  readonly grid?: ChaosGrid; // else drawn
  /** Arguments of the life's `start` and `resume`; `--slots 2` if not said. */
  readonly lives?: readonly string[];
  /** Exit codes of a life that this fault allows besides 0, the signals that it sends, and 130 behind those. */
  readonly exits?: readonly number[];
  /** Invariants that cannot be asked after it, each with the reason: shown in the table's notes. */
  readonly spares?: { readonly [invariant: string]: string };
  /** Before the first life; environment variables for all processes of the round. */
  readonly prepare?: (scene: Scene) => Promise<NodeJS.ProcessEnv | void>;
  /** Beside the running life. */
  readonly strike: (scene: Scene) => Promise<void>;
  /** When the sweep is done and before it is looked at: takes down what `prepare` put up, but not the servers. */
  readonly recover?: (scene: Scene) => Promise<void>;
  /** When the store was looked at: takes down servers or mounts of the fault's own; called again at the end of a broken round. */
  readonly clean?: (scene: Scene) => Promise<void>;
};
