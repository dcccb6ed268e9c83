import { trialJson } from '../../activities/trial-json.ts';
import type { Json } from '../../core/canonical.ts';
import type { Metric } from '../../core/grid.ts';
import { createStream } from '../../core/random.ts';
import { SweepError } from '../../core/errors.ts';
import type {
  Action,
  ComparedSweep,
  Source,
  SweepAxis,
  SweepsComparison,
  SweepSummary,
  Timeline,
} from '../../dashboard/source.ts';
import { comparePair } from '../../scoring/compare.ts';
import { leaderboardJson } from '../../scoring/leaderboard-json.ts';
import type { ScoredRow } from '../../scoring/leaderboard.ts';
import { trialView } from '../cli/trial-views.ts';

/** Text that would run as a script or picture where it is not shown as text. */
export const hostile = '<img src=x onerror="window.hacked=1">';

const split = { folds: 5, repeats: 1, holdout: 'none' } as const;
const by: Metric = 'accuracy';

export const axesOf = (units: number): readonly SweepAxis[] => [
  { path: 'model.units', name: 'units', values: Array.from({ length: units }, (_, n) => n + 1) },
  { path: 'train.batch', name: 'batch', values: [16, 32, 64, 128] },
  { path: 'text.stopwords', name: 'stopwords', values: [hostile, 'none'] },
];

const paramsAt = (axes: readonly SweepAxis[], index: number): { readonly [path: string]: Json } => {
  const params: Record<string, Json> = {};
  let rest = index;
  for (const { path, values } of axes) {
    params[path] = values[rest % values.length] as Json;
    rest = Math.floor(rest / values.length);
  }
  return params;
};

const spreadAt = (mean: number) => {
  const values = Array.from({ length: split.folds }, (_, fold) => mean + (fold - 2) / 100);
  return { mean, sd: 0.0158, values };
};

const rowsOf = (trials: number): readonly ScoredRow[] => {
  const stream = createStream('a page to look at');
  const means = Array.from({ length: trials }, () => Math.round(1e4 * (0.6 + 0.3 * stream.uniform())) / 1e4).toSorted(
    (a, b) => b - a,
  );
  return means.map((mean, index) => ({
    state: 'scored',
    id: `t${index.toString(16).padStart(5, '0')}`,
    trial: String(index) as never,
    name: `trial ${index} ${hostile}`,
    index,
    rank: index + 1,
    group: index < trials / 4 ? 1 : 2,
    withinOneSe: index < 3,
    take: index === 2,
    beatsBaseline: mean > 0.65,
    cost: 1e9 + index,
    folds: split.folds,
    scores: { accuracy: spreadAt(mean), macroF1: spreadAt(mean - 0.02) },
    difference: { mean: mean - (means[0] as number), low: null, high: null },
    pValue: index < trials / 4 ? 0.7 : 0.01,
  }));
};

const summary = (sweep: string, trials: number): SweepSummary => ({
  sweep,
  state: 'running',
  startedAt: '2026-08-02T10:00:00.000Z',
  finishedAt: null,
  trials: trials + 1,
  scored: trials,
  failed: 1,
  folds: { total: (trials + 1) * 5, done: trials * 5, failed: 5, running: 2 },
  foldsPerSecond: 2,
  etaSeconds: 600,
  by,
  best: { id: 't00000', mean: 0.9, sd: 0.0158 },
  bestSoFar: [0.7, 0.8, 0.85, 0.9],
  version: '1',
});

const failedRow = {
  state: 'failed',
  id: 'tffff',
  trial: 'x' as never,
  name: `failed ${hostile}`,
  index: 0,
  failure: { code: 'CRASHED', message: `It ended: ${hostile}`, fold: 2 },
} as const;

const boardOf = (sweep: string, trials: number, axes: readonly SweepAxis[]): string =>
  JSON.stringify(
    leaderboardJson({
      sweep,
      state: 'running',
      declaredBy: by,
      caveats: ['NO_TEST_ROWS'],
      trials: trials + 1,
      leaderboard: {
        by,
        splits: split.folds,
        baseline: { label: hostile, scores: { accuracy: 0.65 } },
        leastDifference: 0.02,
        variance: 0.001,
        selection: { estimate: 0.88, low: 0.86, high: 0.9, resamples: 200 } as never,
        scored: rowsOf(trials),
        failed: [failedRow],
      },
      paramsOf: ({ index }) => paramsAt(axes, index),
    }),
  );

const timeline = (trials: number): Timeline => ({
  decided: Array.from({ length: Math.min(trials, 40) }, (_, n) => ({
    id: `t${n}`,
    mean: 0.7 + n / 400,
    seconds: 3 * n,
  })),
  lookedUp: Math.min(trials, 40),
  scored: trials,
  attempts: Array.from({ length: 12 }, (_, n) => ({
    kind: n === 0 ? 'embedding' : 'run',
    worker: `host ${hostile}`,
    fromStep: n === 5 || n === 8 ? 100 : 0,
    step: n === 7 ? 100 : null,
    from: 4 * n + (n > 7 ? 20 : 0),
    to: n === 11 ? null : 4 * n + 5 + (n > 7 ? 20 : 0),
    outcome: n === 4 ? 'died' : n === 7 ? 'stopped' : n === 9 ? 'lost' : n === 11 ? 'going' : 'trained',
    cause: n === 4 ? hostile : '',
  })),
  attemptsInAll: 5_000,
  pauses: [{ from: 33, to: 50, what: 'paused' }],
  now: 70,
});

const importance: Json = {
  state: 'known',
  axes: [
    { axes: ['model.units'], share: 0.6, low: 0.5, high: 0.7, byLuck: 0.1 },
    { axes: ['train.batch'], share: 0.2, low: 0.1, high: 0.3, byLuck: 0.1 },
  ],
  pairs: [{ axes: ['model.units', 'train.batch'], share: 0.1, low: 0.05, high: 0.2, byLuck: 0.1 }],
  rest: 0.1,
  sd: 0.02,
};

const wordAt = (n: number) => ({
  word: n === 0 ? hostile : `word${n}`,
  count: 900 - 7 * n,
  texts: 400 - 3 * n,
  label: [hostile, 'positive', null][n % 3] as string | null,
  share: n % 3 === 2 ? null : 0.7,
});

const comparedSweep = (sweep: string, trials: number): ComparedSweep => ({
  sweep,
  state: 'running',
  by,
  rows: 1633,
  splits: '5 folds, 1 repeat, seed 0',
  trials: trials + 1,
  scored: trials,
  leaders: rowsOf(Math.min(10, trials)).map(({ id, name, rank, group, take, scores }) => ({
    id,
    name,
    rank,
    group,
    take,
    mean: scores.accuracy?.mean ?? null,
    sd: scores.accuracy?.sd ?? null,
    values: scores.accuracy?.values ?? [],
  })),
});

const comparedSweeps = (first: ComparedSweep, second: ComparedSweep): SweepsComparison => ({
  by,
  first,
  second,
  otherwise: ['Not both are done: the best of each may change.'],
  parameters: [{ name: 'stopwords', first: [hostile, 'none'], second: ['none'] }],
  common: [{ name: 'batch', values: [16, 32] }],
  paired:
    second.sweep === 'large'
      ? { state: 'apart', reasons: [`Their rows differ: ${hostile}`] }
      : {
          state: 'compared',
          folds: Array.from({ length: split.folds }, (_, at) => ({ first: at + 1, second: split.folds - at })),
          pair: comparePair(first.leaders[0]?.values as number[], second.leaders[0]?.values as number[], split),
        },
});

export type Fake = { readonly source: Source; readonly asked: string[]; readonly add: (sweep: string) => void };

/** A source without servers: sweeps of so many trials, whose labels and parameters are hostile. */
export const fakeSource = (trials: Readonly<Record<string, number>>): Fake => {
  const all = new Map(Object.entries(trials));
  const boards = new Map<string, string>();
  const asked: string[] = [];
  const trialsOf = (sweep: string): number => {
    const found = all.get(sweep);
    if (found !== undefined) return found;
    throw new SweepError({ code: 'NOT_FOUND', message: `There is no sweep "${sweep}".`, fix: 'look at the list' });
  };
  const axes = (sweep: string): readonly SweepAxis[] => axesOf(Math.max(2, Math.ceil(trialsOf(sweep) / 8)));
  const commandOf = (sweep: string, action: string): string => `sweep ${action} ${sweep}`;
  const source: Source = {
    sweeps: async () => [...all].map(([sweep, count]) => summary(sweep, count)),
    details: async (sweep) => ({
      sweep,
      axes: axes(sweep),
      split,
      reading: {
        above: `${sweep}: running, ${trialsOf(sweep)} scored; by accuracy`,
        below: [
          { about: 'take', text: `Take t00002 0.881: trial 2 ${hostile}; the cheapest to train.` },
          { about: 'failure', text: `CRASHED (tffff, fold 2): It ended: ${hostile}` },
          { about: 'caveat', text: 'No test rows were set aside.' },
        ],
      },
      commands: {
        pause: commandOf(sweep, 'pause'),
        resume: commandOf(sweep, 'resume'),
        stop: commandOf(sweep, 'stop'),
        retry: `sweep resume ${sweep} --failed`,
      },
      status: { failures: [{ code: 'CRASHED' }] },
    }),
    leaderboard: async (sweep) => {
      const made = boards.get(sweep) ?? boardOf(sweep, trialsOf(sweep), axes(sweep));
      boards.set(sweep, made);
      return made;
    },
    trial: async (sweep, trial) => {
      trialsOf(sweep);
      const hard = {
        row: 3,
        rows: [3],
        fold: 1,
        truth: 0,
        predicted: 1,
        probability: 0.99,
        probabilityOfTruth: 0.01,
        text: hostile,
      };
      return trialJson(trialView({ id: trial, sweep, labels: [hostile, 'positive'], hardest: [hard] }));
    },
    compare: async (sweep, ...ids) => {
      const [first, second] = ids.map((id, n) => ({
        id,
        trial: `trial ${hostile}`,
        rank: n + 1,
        group: 1,
        cost: 1e9,
        values: [0.8, 0.82 - n / 50, 0.84],
      }));
      const pair = {
        differences: [0, 0.02, 0],
        mean: 0.0067,
        sd: 0.0115,
        low: -0.03,
        high: 0.04,
        t: 0.8,
        degreesOfFreedom: 2,
        pValue: 0.5,
        higher: 1,
        equal: 2,
        lower: 0,
      };
      const predictions = {
        rows: 300,
        bothRight: 200,
        onlyFirst: 30,
        onlySecond: 20,
        bothWrong: 50,
        mcnemar: { method: 'exact', statistic: 20, pValue: 0.2 },
      };
      const row = {
        row: 7,
        rows: [7],
        text: hostile,
        truth: hostile,
        first: hostile,
        second: 'positive',
        firstProbabilities: [0.9, 0.1],
        secondProbabilities: [0.2, 0.8],
      };
      return {
        v: 1,
        sweep,
        by,
        first: first as Json,
        second: second as Json,
        paired: pair,
        predictions,
        labels: [hostile, 'positive'],
        differing: [row],
      };
    },
    compareSweeps: async (first, second) => {
      const [a, b] = [comparedSweep(first, trialsOf(first)), comparedSweep(second, trialsOf(second))];
      return comparedSweeps(a, b);
    },
    importance: async () => importance,
    timeline: async (sweep) => timeline(trialsOf(sweep)),
    vectors: async (_sweep, embedding) => ({
      embeddings: [0, 1].map((each) => ({ embedding: each, name: `window=${5 + each}, corpus=${hostile}` })),
      left: 3,
      embedding: embedding ?? 0,
      kind: 'word2vec',
      learnt: true,
      outside: true,
      scopes: [
        { scope: '1', name: 'fold 1', words: 120 },
        { scope: '2', name: 'fold 2', words: null },
      ],
    }),
    wordMap: async (_sweep, _at, most) => ({
      words: 120,
      size: 50,
      labels: [hostile, 'positive'],
      texts: 800,
      shares: [0.31, 0.12],
      places: Array.from({ length: Math.min(most, 120) }, (_, n) => ({
        ...wordAt(n),
        x: Math.sin(n),
        y: Math.cos(1.7 * n),
      })),
    }),
    near: async (_sweep, _at, word) => {
      if (word === 'nowhere')
        throw new SweepError({ code: 'NOT_FOUND', message: `"${word}" has no vector.`, fix: '120 words have one' });
      const near = Array.from({ length: 25 }, (_, n) => ({ ...wordAt(n), cosine: 0.9 - n / 50 }));
      return { of: { ...wordAt(1), word }, near };
    },
    act: async (sweep: string, action: Action) => {
      asked.push(`${action} ${sweep}`);
      return `${sweep}: ${action} asked for.`;
    },
  };
  return { source, asked, add: (sweep) => void all.set(sweep, 8) };
};
