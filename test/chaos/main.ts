import { mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { allFaults, faultGroups, faultsNamed } from './faults/all.ts';
import { kill, processesOf } from './processes.ts';
import { failureText, roundText, tablesOf } from './report.ts';
import { faultOfRound, playRounds, readRounds } from './rounds.ts';

/**
 * `npm run chaos -- --rounds 200 --seed 7 [--faults a,b] [--jobs N] [--out FILE] [--continue] [--round N]`, or
 * `--table FILE` alone. Exit 1 where an invariant broke. See docs/faults.md.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '7' },
    faults: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    out: { type: 'string' },
    continue: { type: 'boolean', default: false },
    round: { type: 'string' }, // that one again
    table: { type: 'string' }, // of a file of rounds; plays nothing
  },
});

const numberOf = (name: 'rounds' | 'seed' | 'jobs' | 'round', text: string): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`--${name} ${text}: expected a whole number`);
};

const play = async (): Promise<void> => {
  const seed = numberOf('seed', values.seed);
  const faults = values.faults === undefined ? allFaults : faultsNamed(values.faults.split(','));
  const folder = join(tmpdir(), `sweep-chaos-${seed}`);
  const out = values.out ?? join(folder, 'rounds.jsonl');
  mkdirSync(folder, { recursive: true });
  const endAll = (): void => processesOf(`${realpathSync(folder)}/`).forEach(({ pid }) => kill(pid, 'SIGKILL'));
  endAll(); // of a run that was cut off
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      endAll(); // also what is stopped
      process.exit(130);
    });
  const before = readRounds(out);
  if (before.length > 0 && !values.continue && values.round === undefined)
    throw new Error(
      `${out} has ${before.length} rounds already: --continue goes on after them, --out names another file`,
    );
  const all = Array.from({ length: numberOf('rounds', values.rounds) }, (_, n) => n);
  const known = new Set(before.map(({ round }) => round));
  const rounds = values.round === undefined ? all.filter((n) => !known.has(n)) : [numberOf('round', values.round)];
  console.log(`${rounds.length} rounds of seed ${seed}, lines to ${out}, logs of broken rounds in ${folder}`);
  const played = [...before];
  await playRounds({
    seed,
    rounds: rounds.map((round) => ({ round, fault: faultOfRound(faults, seed, round) })),
    jobs: Math.max(1, numberOf('jobs', values.jobs)),
    folder,
    out,
    onRound: (round) => {
      played.push(round);
      console.log(roundText(round));
      if (!round.held) console.log(failureText(round));
    },
  });
  console.log(`\n${tablesOf(played, faultGroups)}`);
  process.exitCode = played.every(({ held }) => held) ? 0 : 1;
};

if (values.table === undefined) await play();
else console.log(tablesOf(readRounds(values.table), faultGroups));
