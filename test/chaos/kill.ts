import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chaosGrid } from './grids.ts';
import { killAllRounds, killOneRounds } from './kill-rounds.ts';
import { run } from './sweep-process.ts';
import { foldsTrainedAgain } from './trained-again.ts';

/** `npm run chaos -- --mode all --kills 20 --seed 7`: the long form of kill.server.test.ts; exit 1 where a promise broke. */
const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'all' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '7' },
    longest: { type: 'string', default: '8000' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'sweep-chaos-'));
const grid = chaosGrid(folder);
console.log(`files in ${folder}`);
await run(join(folder, 'calm'), ['start', grid]);
const calm = await run(join(folder, 'calm'), ['leaderboard', 'chaos', '--json']);
const home = join(folder, values.mode);
let n = 0;
const rounds = values.mode === 'one' ? killOneRounds : killAllRounds;
const board = await rounds({
  home,
  grid,
  kills: Number(values.kills),
  seed: Number(values.seed),
  longestMs: Number(values.longest),
  onRound: ({ afterMs, killed, doneBefore }) =>
    console.log(
      `kill ${++n} after ${afterMs} ms: ${killed.join(', ') || 'nothing ran'}${doneBefore ? ' (the sweep had ended)' : ''}`,
    ),
});
const { again, attempts, folds } = await foldsTrainedAgain(home, 'chaos');
const same = board === calm;
console.log(
  `leaderboard ${same ? 'byte-identical to' : 'DIFFERENT from'} the undisturbed one; ${folds} folds, ${attempts} attempts, ${again} stored folds trained again`,
);
process.exitCode = same && again === 0 && folds === 32 ? 0 : 1;
