/**
 * How soon the page shows something, and how soon a result that was stored is on it: in Chromium, with a process of
 * `sweep dashboard`, on the embedded servers. `npm run bench:page -- [--trials 2000,20000] [--rounds 5] [--live 16]`
 */
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { createPlan } from '../activities/plan.ts';
import { openSession } from '../cli/session.ts';
import type { Session } from '../cli/session.ts';
import { createStream } from '../core/random.ts';
import { allTrials } from '../core/space.ts';
import { insertRow } from '../store/rows.ts';
import { openBrowser } from '../test/dashboard/browser.ts';
import { machineText, median, numbersTable, verdictTable } from './load/report.ts';
import type { Verdict } from './load/report.ts';
import { openScene, startSweep } from './load/scene.ts';
import { openLive } from './page/live.ts';
import { openDashboard, untilPicture } from './page/opening.ts';
import type { Browser, Opening } from './page/opening.ts';
import { randomRow } from './random-rows.ts';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '2000,20000' },
    rounds: { type: 'string', default: '5' },
    live: { type: 'string', default: '16' },
  },
});
const targets: Readonly<Record<number, number>> = { 2000: 1, 20000: 3 };
const sizes = values.trials.split(',').map(Number);
const folds = 5;

const nameOf = (trials: number): string => `trials-${trials}`;

/** A sweep of so many decided trials. */
const store = async (session: Session, trials: number): Promise<void> => {
  const stream = createStream(nameOf(trials));
  const sweep = await startSweep(session, nameOf(trials), { trials });
  for (const trial of allTrials(createPlan(sweep).space))
    await insertRow(session.store, sweep.uid, randomRow(trial, stream, folds), 0);
};

const shown = (seconds: readonly number[]): string =>
  `${median(seconds).toFixed(2)} s (${seconds.map((each) => each.toFixed(2)).join(', ')})`;

type Round = { readonly cold: Opening; readonly again: Opening; readonly address: number };

/** The first picture right after `sweep dashboard` has printed its address, and once more. */
const openings = async (browser: Browser, trials: number): Promise<readonly Round[]> => {
  const rounds: Round[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const dashboard = await openDashboard();
    const path = `/sweep/${nameOf(trials)}`;
    const cold = await untilPicture(browser, dashboard, path);
    const again = await untilPicture(browser, dashboard, path);
    rounds.push({ cold, again, address: dashboard.seconds });
    await dashboard.close();
  }
  return rounds;
};

const openingVerdicts = (trials: number, rounds: readonly Round[]): readonly Verdict[] => {
  const target = targets[trials] ?? 3;
  return (['cold', 'again'] as const).map((which) => {
    const seconds = rounds.map((round) => round[which].seconds);
    const when = which === 'cold' ? 'the first page after the start' : 'a page opened later';
    return {
      target: `${trials} trials: first useful picture of ${when} in at most ${target} s`,
      found: shown(seconds),
      isMet: median(seconds) <= target,
    };
  });
};

const openingRows = (trials: number, rounds: readonly Round[]): readonly (readonly string[])[] =>
  (['cold', 'again'] as const).map((which) => {
    const of = (key: keyof Opening): number => median(rounds.map((round) => round[which][key]));
    const cells = [of('seconds').toFixed(2), (of('pageMs') / 1000).toFixed(2), (of('serverMs') / 1000).toFixed(2)];
    return [`${trials} trials, ${which === 'cold' ? 'right after the start' : 'later'}`, ...cells];
  });

console.log(machineText(loadavg()[0] ?? 0));
const { folder } = openScene();
const browser = await openBrowser();
const verdicts: Verdict[] = [];
const opened: (readonly string[])[] = [];
{
  await using session = await openSession({ create: true });
  for (const trials of sizes) {
    await store(session, trials);
    const rounds = await openings(browser, trials);
    verdicts.push(...openingVerdicts(trials, rounds));
    opened.push(...openingRows(trials, rounds));
    console.log(`${trials} trials: the address was printed after ${shown(rounds.map(({ address }) => address))}`);
  }
  const openingHeads = ['first useful picture (medians)', 's', 'of the processor, page', 'of the processor, server'];
  console.log(`\n${numbersTable(openingHeads, opened)}`);
  const { results, counted } = await openLive(session, browser, Number(values.live));
  const at = (seconds: readonly number[], share: number): string =>
    (
      seconds.toSorted((a, b) => a - b)[Math.min(seconds.length - 1, Math.floor(share * seconds.length))] ?? NaN
    ).toFixed(2);
  const row = (what: string, seconds: readonly number[]): readonly string[] => [
    what,
    String(seconds.length),
    at(seconds, 0.5),
    at(seconds, 0.9),
    at(seconds, 1),
  ];
  const heads = ['on the open page, s after it was stored', 'how many', 'median', 'nine in ten', 'longest'];
  console.log(
    `\n${numbersTable(heads, [row('result of a trial in the leaderboard', results), row('fold counted', counted)])}\n`,
  );
  verdicts.push(
    ...(
      [
        ['a result is on the open page at most 1 s after its last fold is stored, nine times in ten', results],
        ['a fold is counted on the open page at most 1 s after it is stored, nine times in ten', counted],
      ] as const
    ).map(([target, seconds]) => ({ target, found: `${at(seconds, 0.9)} s`, isMet: Number(at(seconds, 0.9)) <= 1 })),
  );
}
console.log(verdictTable(verdicts));
await browser.close();
rmSync(folder, { recursive: true, force: true });
process.exit();
