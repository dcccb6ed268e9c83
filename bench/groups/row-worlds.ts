import { createStream } from '../../core/random.ts';
import { createWinnersLuck } from '../../scoring/winners-luck.ts';
import { normals } from './normals.ts';

/** Sweeps of which every prediction is made up: rows are easy or hard for all trials, and a trial's own luck comes on top. */
export type RowWorld = {
  readonly rows: number;
  readonly trials: number;
  readonly spread: number; // standard deviation of the trials' true accuracies, about
  readonly shared: number; // share of the variance of getting a row right that all trials have in common
};

/**
 * Bias in accuracy against the truth of the trial that was ranked first; shares of sweeps. Biases are measured against what all
 * trials of the sweep score too high on the average, which is 0 in the long run: fewer sweeps show as much.
 */
export type LuckClaims = {
  readonly naive: number; // the best mean less the truth
  readonly corrected: number; // the estimate less the truth
  readonly off: number; // root mean square of the latter, easy rows and all
  readonly held: number; // share of sweeps whose interval holds the truth
  readonly width: number; // of the interval
};

const folds = 5;

const cut = 1.17498679; // 88 % of the normal distribution lie below it
const slope = 0.2; // of the share below, there

/** 1 - Φ(z) by Zelen and Severo's polynomial, to 1e-7: enough for a truth. @see Abramowitz & Stegun 26.2.17 */
const shareBelow = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * z);
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
};

const simulate = ({ rows, trials, spread, shared }: RowWorld, sweep: number) => {
  const normal = normals(createStream('luck', sweep, rows, trials, spread, shared));
  const ease = Float64Array.from({ length: rows }, () => Math.sqrt(shared) * normal());
  const heldOut = Array.from({ length: folds }, (_, fold) =>
    Uint32Array.from({ length: Math.ceil((rows - fold) / folds) }, (_row, at) => fold + at * folds),
  );
  const classOfRow = new Uint8Array(rows);
  const luck = createWinnersLuck({ by: 'accuracy', positive: -1, classes: 2, classOfRow, heldOut, trials });
  let best = { mean: -1, truth: 0 };
  let easy = 0; // how much too high all trials score: their rows happen to be easy
  for (let trial = 0; trial < trials; trial++) {
    const ability = cut + (spread / slope) * normal();
    const right = ease.map((each) => (ability + each + Math.sqrt(1 - shared) * normal() > 0 ? 1 : 0));
    const means = heldOut.map((split) => split.reduce((sum, row) => sum + (right[row] as number), 0) / split.length);
    const mean = means.reduce((sum, each) => sum + each, 0) / folds;
    const truth = shareBelow(ability);
    easy += (mean - truth) / trials;
    if (mean > best.mean) best = { mean, truth };
    luck.add(
      heldOut.map((split) => {
        const probabilities = new Float32Array(split.length * 2);
        split.forEach((row, at) => probabilities.set(right[row] === 1 ? [0.75, 0.25] : [0.25, 0.75], at * 2));
        return probabilities;
      }),
    );
  }
  return { best, easy, selection: luck.selection() };
};

/** How far the best mean and the corrected estimate are off, over many sweeps of a world. */
export const luckOf = (world: RowWorld, sweeps: number): LuckClaims => {
  const sums = { naive: 0, corrected: 0, squares: 0, held: 0, width: 0 };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const { best, easy, selection } = simulate(world, sweep);
    if (selection === null) throw new Error('no trial was simulated');
    const { estimate, low, high } = selection;
    sums.naive += best.mean - best.truth - easy;
    sums.corrected += estimate - best.truth - easy;
    sums.squares += (estimate - best.truth) ** 2;
    if (low <= best.truth && best.truth <= high) sums.held++;
    sums.width += high - low;
  }
  return {
    naive: sums.naive / sweeps,
    corrected: sums.corrected / sweeps,
    off: Math.sqrt(sums.squares / sweeps),
    held: sums.held / sweeps,
    width: sums.width / sweeps,
  };
};
