import type { Json } from '../core/canonical.ts';
import type { Metric } from '../core/grid.ts';
import type { SplitFacts } from '../scoring/split-facts.ts';

/** What a person can ask of a sweep on the page. */
export const actions = ['pause', 'resume', 'stop', 'retry'] as const;
export type Action = (typeof actions)[number];

/** One sweep in the list of all, as the page's events carry it. */
export type SweepSummary = {
  readonly sweep: string; // its name
  readonly state: 'running' | 'paused' | 'stopped' | 'interrupted' | 'done';
  readonly startedAt: string; // ISO 8601
  readonly finishedAt: string | null;
  readonly trials: number;
  readonly scored: number; // trials
  readonly failed: number; // trials
  readonly folds: {
    readonly total: number;
    readonly done: number;
    readonly failed: number;
    readonly running: number;
  };
  readonly foldsPerSecond: number | null;
  readonly etaSeconds: number | null;
  readonly by: Metric;
  readonly best: { readonly id: string; readonly mean: number | null; readonly sd: number | null } | null;
  readonly bestSoFar: readonly number[]; // a few dozen means at most, in the order of the grid
  readonly version: string; // another one whenever the leaderboard may differ
};

/** A parameter that a sweep varies, with its values in the order of the grid. */
export type SweepAxis = { readonly path: string; readonly name: string; readonly values: readonly Json[] };

/** What stands around a leaderboard. */
export type SweepDetails = {
  readonly sweep: string;
  readonly axes: readonly SweepAxis[];
  readonly split: SplitFacts;
  readonly caveats: readonly string[]; // sentences: what may mislead
  readonly commands: Readonly<Record<Action, string>>;
  readonly status: Json; // the object of `status --json`
};

/** Where the page has its numbers from. All of it is read anew at every call; who answers may keep what cannot have changed. */
export type Source = {
  readonly sweeps: () => Promise<readonly SweepSummary[]>;
  readonly details: (sweep: string) => Promise<SweepDetails>;
  /** The bytes of `leaderboard --json`. */
  readonly leaderboard: (sweep: string) => Promise<string>;
  /** The object of `show --json`; a trial by id, name or rank. */
  readonly trial: (sweep: string, trial: string) => Promise<Json>;
  /** The object of `compare --json`. */
  readonly compare: (sweep: string, first: string, second: string) => Promise<Json>;
  /** The shares of the variance that axes and pairs of them explain. */
  readonly importance: (sweep: string) => Promise<Json>;
  /** What the slots did, and when trials were decided, as far as it is stored. */
  readonly timeline: (sweep: string) => Promise<Json>;
  /** Asks it of the sweep; returns what is to be known of it. */
  readonly act: (sweep: string, action: Action) => Promise<string>;
};
