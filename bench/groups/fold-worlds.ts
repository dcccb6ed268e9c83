import type { Stream } from '../../core/random.ts';
import { createStream } from '../../core/random.ts';
import { placeTrials } from '../../scoring/places.ts';
import { normals } from './normals.ts';

/** Sweeps whose truth is known: how far trials lie apart, how far the best stands out, what folds have in common. */
export type FoldWorld = {
  readonly trials: number;
  readonly folds: number;
  readonly repeats: number;
  readonly spread: number; // standard deviation of the trials' true scores
  readonly gap: number; // by which the first is truly better than all others
  readonly correlation: number; // of a trial's luck in two folds
};

/** Means over the sweeps of a world; shares of sweeps for the first two. */
export type FoldClaims = {
  readonly wrong: number; // some trial that is as good as rank 1, or better, was called worse
  readonly kept: number; // the truly best is in group 1
  readonly first: number; // truly best less rank 1, in true scores
  readonly take: number; // the same of the trial to take
  readonly groupSize: number;
};

const luck = 0.015; // of one trial in one fold, as between trials of one network on some 330 held-out rows
const ofFold = 0.02; // shared by all trials

const truthOf = ({ trials, spread, gap }: FoldWorld, normal: () => number): Float64Array => {
  const truth = Float64Array.from({ length: trials }, () => 0.8 + spread * normal());
  if (spread + gap > 0) truth[0] = Math.max(...truth) + gap;
  return truth;
};

/** Truth + luck that all folds of a trial share, since they share training rows + the fold's own + the rest. */
const simulate = (world: FoldWorld, truth: Float64Array, normal: () => number, stream: Stream) => {
  const ofFolds = Float64Array.from({ length: world.folds * world.repeats }, () => ofFold * normal());
  const [shared, own] = [Math.sqrt(world.correlation), Math.sqrt(1 - world.correlation)];
  return Array.from(truth, (mu, trial) => {
    const mean = mu + luck * shared * normal();
    const values = Array.from(ofFolds, (fold) => mean + fold + luck * own * normal());
    return { values, cost: 1 + stream.uniform(), name: String(trial), truth: mu }; // dear ones are no better
  });
};

/** What the leaderboard claims over many sweeps of a world. */
export const claimsOf = (world: FoldWorld, sweeps: number): FoldClaims => {
  const sums = { wrong: 0, kept: 0, first: 0, take: 0, groupSize: 0 };
  const split = { folds: world.folds, repeats: world.repeats, holdout: 'none' };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const stream = createStream('groups', sweep, ...Object.values(world));
    const normal = normals(stream);
    const truth = truthOf(world, normal);
    const best = Math.max(...truth);
    const candidates = simulate(world, truth, normal, stream);
    const { ordered, placeOf } = placeTrials(candidates, { by: 'accuracy', split, guessed: null });
    const leader = ordered[0]?.truth as number;
    const places = ordered.map((each, at) => ({ truth: each.truth, ...placeOf(at) }));
    if (places.some(({ group, truth: own }) => group === 2 && own >= leader)) sums.wrong++;
    if (places.some(({ group, truth: own }) => group === 1 && own === best)) sums.kept++;
    sums.first += best - leader;
    sums.take += best - (places.find(({ take }) => take)?.truth as number);
    sums.groupSize += places.filter(({ group }) => group === 1).length;
  }
  return {
    wrong: sums.wrong / sweeps,
    kept: sums.kept / sweeps,
    first: sums.first / sweeps,
    take: sums.take / sweeps,
    groupSize: sums.groupSize / sweeps,
  };
};
