import type { Stream } from '../../core/random.ts';
import { createStream } from '../../core/random.ts';
import type { TrialRow } from '../../core/results.ts';
import { rankTrials } from '../../scoring/leaderboard.ts';
import { scoredRow } from './rows.ts';

/** A world in which the truth is known: how far trials lie apart, and how far the best stands out. */
export type World = {
  readonly trials: number;
  readonly folds: number;
  readonly repeats: number;
  readonly spread: number; // standard deviation of the trials' true scores
  readonly gap: number; // by which the first is truly better than all others
};

/** Shares of sweeps: a trial as good as the leader was called worse; the truly best was kept in group 1. */
export type Claims = { readonly false: number; readonly kept: number; readonly groupSize: number };

const luck = 0.015; // of one trial in one fold

const normal = (stream: Stream): number =>
  Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());

const truthOf = ({ trials, spread, gap }: World, stream: Stream): readonly number[] => {
  const truth = Array.from({ length: trials }, () => 0.8 + spread * normal(stream));
  if (spread + gap > 0) truth[0] = Math.max(...truth) + gap;
  return truth;
};

/** Truth + luck that all folds of a trial share (training rows overlap: correlation 1/k) + the fold's own + noise. */
const rowsOf = (world: World, truth: readonly number[], stream: Stream): readonly TrialRow[] => {
  const rho = 1 / world.folds;
  const splits = world.folds * world.repeats;
  const ofFolds = Array.from({ length: splits }, () => 0.02 * normal(stream));
  return truth.map((mu, trial) => {
    const shared = mu + luck * Math.sqrt(rho) * normal(stream);
    return scoredRow(
      `t${trial}`,
      ofFolds.map((fold) => shared + fold + luck * Math.sqrt(1 - rho) * normal(stream)),
    );
  });
};

/** What the leaderboard claims over many sweeps of a world. */
export const simulateSweeps = (world: World, sweeps: number): Claims => {
  let wrong = 0;
  let kept = 0;
  let sizes = 0;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const stream = createStream('simulated sweep', sweep, ...Object.values(world));
    const truth = truthOf(world, stream);
    const { scored } = rankTrials({
      rows: rowsOf(world, truth, stream),
      by: 'accuracy',
      positive: null,
      labels: ['no', 'yes'],
      split: { folds: world.folds, repeats: world.repeats, holdout: 'none' },
      idDigits: 4,
      baseline: null,
    });
    const trueScore = (name: string): number => truth[Number(name.slice(1))] as number;
    const leader = trueScore(scored[0]?.name as string);
    const best = truth.indexOf(Math.max(...truth));
    if (scored.some(({ name, group }) => group === 2 && trueScore(name) >= leader)) wrong++;
    if (scored.some(({ name, group }) => group === 1 && name === `t${best}`)) kept++;
    sizes += scored.filter(({ group }) => group === 1).length;
  }
  return { false: wrong / sweeps, kept: kept / sweeps, groupSize: sizes / sweeps };
};
