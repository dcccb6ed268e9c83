import type { Json } from '../core/canonical.ts';
import type { Metric } from '../core/grid.ts';
import type { PairedComparison } from '../scoring/compare.ts';
import type { Sentence } from '../scoring/leaderboard-words.ts';
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
  readonly reading: { readonly above: string; readonly below: readonly Sentence[] }; // what the leaderboard means
  readonly commands: Readonly<Record<Action, string>>;
  readonly status: Json; // the object of `status --json`
};

/** Whose training texts word vectors saw: a fold's (from 1), or `all`. */
export type VectorScope = { readonly scope: string; readonly name: string; readonly words: number | null }; // null: not trained yet

/** The sets of word vectors that trials of a sweep start from, and those of one of them. */
export type VectorsAnswer = {
  readonly embeddings: readonly { readonly embedding: number; readonly name: string }[];
  readonly left: number; // that are not listed
  readonly embedding: number; // the chosen one
  readonly kind: 'word2vec' | 'file' | 'random';
  readonly learnt: boolean; // training changes them afterwards
  readonly outside: boolean; // they saw texts besides the sweep's rows
  readonly scopes: readonly VectorScope[];
};

/** Word vectors by their place among a sweep's. */
export type VectorsAt = { readonly embedding: number; readonly scope: string };

/** A word in the texts that its vectors were trained on: `label` is the class that has more of them than chance gives it. */
export type WordFacts = {
  readonly word: string;
  readonly count: number; // tokens
  readonly texts: number; // that have it
  readonly label: string | null;
  readonly share: number | null; // of those texts that are of that class
};

/** The most frequent words on a plane: `shares` of the variance that its two axes hold. */
export type WordMapAnswer = {
  readonly words: number; // that have vectors
  readonly size: number; // numbers of a vector
  readonly labels: readonly string[];
  readonly texts: number;
  readonly shares: readonly [x: number, y: number];
  readonly places: readonly (WordFacts & { readonly x: number; readonly y: number })[]; // the most frequent first
};

/** The words nearest to one by cosine, the nearest first. */
export type NearAnswer = {
  readonly of: WordFacts;
  readonly near: readonly (WordFacts & { readonly cosine: number })[];
};

/** A leader of a sweep beside those of another; `mean` and `sd` of the metric that both are compared by. */
export type Leader = {
  readonly id: string;
  readonly name: string;
  readonly rank: number; // in its own sweep
  readonly group: 1 | 2 | null;
  readonly take: boolean;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly values: readonly (number | null)[]; // per split
};

/** One of two sweeps that are compared. */
export type ComparedSweep = {
  readonly sweep: string;
  readonly state: SweepSummary['state'];
  readonly by: Metric; // what it ranks by
  readonly rows: number;
  readonly splits: string; // in words
  readonly trials: number;
  readonly scored: number;
  readonly leaders: readonly Leader[];
};

/** Two sweeps side by side. `paired`: the best of each on the splits that are the same, or why that cannot be said. */
export type SweepsComparison = {
  readonly by: Metric;
  readonly first: ComparedSweep;
  readonly second: ComparedSweep;
  readonly otherwise: readonly string[]; // what else is not the same, in sentences
  readonly parameters: readonly {
    readonly name: string;
    readonly first: readonly Json[];
    readonly second: readonly Json[];
  }[]; // that have other values
  readonly common: readonly { readonly name: string; readonly values: readonly Json[] }[]; // axes that are the same
  readonly paired:
    | {
        readonly state: 'compared';
        readonly folds: readonly { readonly first: number; readonly second: number }[]; // from 1, in each sweep
        readonly pair: PairedComparison;
      }
    | { readonly state: 'apart'; readonly reasons: readonly string[] };
};

/** One training by a slot, in seconds since the sweep's start; `lost`: it never said how it ended. */
export type TimelineAttempt = {
  readonly kind: 'run' | 'embedding' | 'fit';
  readonly worker: string;
  readonly from: number;
  readonly to: number | null; // null: it goes on, or when it was lost is not stored
  readonly fromStep: number; // checkpoint that it went on from; 0: the beginning
  readonly step: number | null; // last checkpoint that it knew of at its end
  readonly outcome: 'trained' | 'diverged' | 'stopped' | 'died' | 'failed' | 'lost' | 'going';
  readonly cause: string;
};

/** When what was known, and what the slots did, as far as it is stored. */
export type Timeline = {
  readonly decided: readonly { readonly id: string; readonly mean: number; readonly seconds: number }[];
  readonly lookedUp: number; // trials whose times were looked up: of very many the leaders and some of the others
  readonly scored: number;
  readonly attempts: readonly TimelineAttempt[]; // the latest
  readonly attemptsInAll: number;
  readonly pauses: readonly {
    readonly from: number;
    readonly to: number | null;
    readonly what: 'paused' | 'stopped';
  }[];
  readonly now: number;
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
  /** Two sweeps side by side. */
  readonly compareSweeps: (first: string, second: string) => Promise<SweepsComparison>;
  /** The shares of the variance that axes and pairs of them explain. */
  readonly importance: (sweep: string) => Promise<Json>;
  readonly timeline: (sweep: string) => Promise<Timeline>;
  /** Which word vectors there are; without a number those of the first embedding. */
  readonly vectors: (sweep: string, embedding: number | null) => Promise<VectorsAnswer>;
  readonly wordMap: (sweep: string, at: VectorsAt, most: number) => Promise<WordMapAnswer>;
  readonly near: (sweep: string, at: VectorsAt, word: string) => Promise<NearAnswer>;
  /** Asks it of the sweep; returns what is to be known of it. */
  readonly act: (sweep: string, action: Action) => Promise<string>;
};
