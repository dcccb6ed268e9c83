/*
 * Does the time left that `status` shows keep its word? Recorded sweeps are replayed: after a share of the folds, did the
 * interval hold the time that the rest took? With the constants that the program has, and with constants fitted without the
 * recordings that are asked about: each kind of grid in turn is left out of the fit.
 * `npm run bench:eta -- [files of recordings]`: seconds. `npm run bench:eta-record` makes recordings.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { constants, etaInterval } from '../cli/eta-interval.ts';
import type { Constants, Spread } from '../cli/eta-interval.ts';
import { fitConstants } from './eta/fit.ts';
import { momentOf, replaysOf } from './eta/replay.ts';
import type { Moment, Replay } from './eta/replay.ts';

const folder = resolve(import.meta.dirname, '../test/cli/fixtures/recorded-sweeps');
const files = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(folder).map((name) => join(folder, name));
const replays = files.flatMap((file) =>
  Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, readonly number[]>>).flatMap(
    ([kind, ends]) => replaysOf(kind, ends),
  ),
);
const kinds = [...new Set(replays.map(({ kind }) => kind))];
const shares = [0.05, 0.1, 0.25, 0.5, 0.75] as const;

const momentsOf = (of: readonly Replay[], share: number): readonly Moment[] =>
  of.flatMap((replay) => momentOf(replay, share) ?? []);
const allMoments = (without: string | null): ReadonlyMap<string, readonly Moment[]> =>
  new Map(
    kinds
      .filter((kind) => kind !== without)
      .map((kind) => {
        const own = replays.filter((each) => each.kind === kind);
        return [kind, shares.flatMap((share) => momentsOf(own, share))];
      }),
  );
const holds = ({ took, ...moment }: Moment, of: Constants): boolean => {
  const { lowSeconds, highSeconds } = etaInterval(moment.seconds, moment, of);
  return lowSeconds <= took && took <= highSeconds;
};

type Tried = { readonly kind: string; readonly held: number; readonly of: number };
/** How often each kind's replays were held by the constants that it is asked about with. */
const tried = (share: number, constantsOf: (kind: string) => Constants): readonly Tried[] =>
  kinds.flatMap((kind) => {
    const own = momentsOf(
      replays.filter((each) => each.kind === kind),
      share,
    );
    const held = own.filter((moment) => holds(moment, constantsOf(kind))).length;
    return own.length === 0 ? [] : [{ kind, held, of: own.length }];
  });

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0).padStart(3)} %`;
const spreadText = ({ always, ofWhatIsLeft, ofFewFolds, ofFewLeft }: Spread): string =>
  [always, ofWhatIsLeft, ofFewFolds, ofFewLeft].map((value) => value.toFixed(2)).join(' ');
const constantsText = ({ sooner, later }: Constants): string =>
  `sooner ${spreadText(sooner)}, later ${spreadText(later)}`;

const print = (title: string, constantsOf: (kind: string) => Constants): void => {
  console.log(`\n${title}`);
  console.log('done | replays | held | mean over kinds of grids | kinds held less than 85 %');
  for (const share of shares) {
    const found = tried(share, constantsOf);
    const [held, of] = [sum(found.map((each) => each.held)), sum(found.map((each) => each.of))];
    const mean = sum(found.map((each) => each.held / each.of)) / found.length;
    const less = found
      .filter((each) => each.held / each.of < 0.85)
      .map((each) => `${each.kind} ${each.held}/${each.of}`);
    const line = [percent(share, 1), String(of).padStart(7), percent(held, of), percent(mean, 1), less.join(', ')];
    console.log(line.join(' | '));
  }
};

const fits = new Map(kinds.map((kind) => [kind, fitConstants(allMoments(kind))]));
console.log(`${replays.length} replays of ${kinds.length} kinds of grids from ${files.length} files.`);
console.log(
  `Constants of the program: ${constantsText(constants)}; fitted to all: ${constantsText(fitConstants(allMoments(null)))}`,
);
print('Constants of the program', () => constants);
print('Constants fitted without the kind that is asked about', (kind) => fits.get(kind) ?? constants);
