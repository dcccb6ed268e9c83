/*
 * How often does the leaderboard claim what is not so? Sweeps simulated from a known truth, ranked by our own code. Prints per
 * world, and per gap in points by which one trial is truly better: share of sweeps that call a trial worse which is as good as
 * the leader, share that keep the truly best in group 1, mean size of group 1.
 */
import { leastDifference } from '../scoring/what-if.ts';
import { simulateSweeps } from '../test/scoring/simulated-sweeps.ts';

const sweeps = Number(process.argv[2] ?? 300);

for (const spread of [0, 0.02]) {
  for (const trials of [2, 8, 48, 432]) {
    for (const [folds, repeats] of [
      [5, 1],
      [10, 1],
      [5, 5],
    ] as const) {
      const least = leastDifference(trials, { folds, repeats, holdout: 'none' }, 0.015 ** 2 * (1 - 1 / folds)) ?? 0;
      const claims = [0, 0.02, 0.04].map((gap) => {
        const { false: wrong, kept, groupSize } = simulateSweeps({ trials, folds, repeats, spread, gap }, sweeps);
        return `gap ${gap * 100}: ${wrong.toFixed(3)} ${kept.toFixed(3)} ${groupSize.toFixed(0)}`;
      });
      const world = `spread ${spread * 100} trials ${String(trials).padStart(3)} folds ${folds}x${repeats}`;
      console.log(`${world} least difference ${(least * 100).toFixed(1)} | ${claims.join(' | ')}`);
    }
  }
}
