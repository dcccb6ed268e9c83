/*
 * Do the groups keep their word, and what is the best score worth? Sweeps simulated from a known truth, read by our own code.
 * `npm run bench:groups -- [sweeps of each world, 150] [sweeps of each world of predictions, 24]`: three minutes of a core. In points of accuracy.
 */
import { setPriority } from 'node:os';

import type { FoldWorld } from './groups/fold-worlds.ts';
import { claimsOf } from './groups/fold-worlds.ts';
import { luckOf } from './groups/row-worlds.ts';

const [sweeps = 150, ofRows = 24] = process.argv.slice(2).map(Number);
/** What folds of one trial have in common, in units of 1/k, which the leaderboard takes for granted. */
const measured = 1;
setPriority(10);

const points = (value: number, digits = 1): string => (100 * value).toFixed(digits).padStart(5);
const share = (value: number): string => `${(100 * value).toFixed(0).padStart(4)} %`;

const line = (world: FoldWorld): string => {
  const { wrong, kept, first, take, groupSize } = claimsOf(world, sweeps);
  return [
    `${points(world.gap, 0)} ${points(world.spread, 0)} ${String(world.trials).padStart(6)} ${`${world.folds}×${world.repeats}`.padStart(5)}`,
    `${(world.correlation * world.folds).toFixed(1).padStart(4)}/k`,
    share(wrong),
    share(kept),
    points(first, 2),
    points(take, 2),
    groupSize.toFixed(1).padStart(6),
  ].join(' | ');
};

console.log(`Groups, ${sweeps} sweeps of each world.`);
console.log('gap spread trials folds | corr. | equal called worse | best in group 1 | rank 1 | take | group 1');
console.log('(rank 1, take: by how many points that trial is truly worse than the truly best one)');
for (const times of [measured, 2 * measured]) {
  for (const [folds, repeats] of [
    [5, 1],
    [10, 1],
    [5, 5],
    [10, 5],
  ] as const) {
    for (const trials of [8, 48, 432]) {
      for (const spread of [0, 0.02]) {
        for (const gap of [0, 0.01, 0.02, 0.04])
          console.log(line({ trials, folds, repeats, spread, gap, correlation: times / folds }));
      }
    }
  }
}

console.log(`\nThe winner's luck, ${ofRows} sweeps of each world, 5 folds.`);
console.log(
  'rows spread trials | best mean off by | estimate off by (root mean square) | interval holds the truth (width)',
);
for (const rows of [300, 1633]) {
  for (const spread of [0, 0.02]) {
    for (const trials of [8, 48, 432]) {
      const { naive, corrected, off, held, width } = luckOf({ rows, trials, spread, shared: 0.5 }, ofRows);
      const world = `${String(rows).padStart(4)} ${points(spread, 0)} ${String(trials).padStart(6)}`;
      const found = `${points(corrected, 2)} (${points(off, 2)})`;
      console.log(`${world} | ${points(naive, 2)} | ${found} | ${share(held)} (${points(width)})`);
    }
  }
}
