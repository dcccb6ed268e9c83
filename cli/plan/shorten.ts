import { isGivenHoldout } from '../../core/grid.ts';
import type { ParameterPath } from '../../core/grid.ts';
import { shortName, valuesAt } from '../../core/parameters.ts';
import { count } from '../grid/page.ts';
import type { Estimate, Facts } from './estimate.ts';
import { cellsToTrain } from './sample-runs.ts';

/** One change of the grid, and about how long it would then take. */
export type Shorter = { readonly change: string; readonly seconds: number };

/** From here on `plan` and `start` say what would shorten a grid. */
export const longSeconds = 3600;

/** To two digits: what it is made from is an estimate. */
const rounded = (value: number): number => Math.floor(Number(value.toPrecision(2)));

/** Without the costliest value of the axis where that saves most. */
const withoutValue = ({ byAxis, slotSeconds }: Estimate, seconds: number): readonly Shorter[] => {
  let best: { readonly path: ParameterPath; readonly value: string; readonly more: number } | null = null;
  for (const [path, byValue] of byAxis) {
    if (byValue.size < 2) continue;
    for (const [value, more] of byValue) if (best === null || more > best.more) best = { path, value, more };
  }
  if (best === null) return [];
  const { path, value, more } = best;
  const left = seconds * (1 - more / slotSeconds.likely);
  return [{ change: `leave out ${shortName(path)}: ${value}, the costliest value of any axis`, seconds: left }];
};

const epochsOf = ({ grid }: Facts): number =>
  Math.max(...grid.parts.flatMap((part) => valuesAt(part, 'train.epochs').map(Number)));

const fewerEpochs = (facts: Facts, { vectorSeconds, slotSeconds }: Estimate, seconds: number): readonly Shorter[] => {
  const most = epochsOf(facts);
  if (most < 10) return [];
  const half = Math.round(most / 2);
  const networks = 1 - vectorSeconds / slotSeconds.likely;
  const change = `epochs up to ${half} instead of ${most}; as one axis, shorter ones cost nothing`;
  return [{ change, seconds: seconds * (1 - networks / 2) }];
};

const fewerRows = ({ grid, sizes, heldOut }: Facts, seconds: number): readonly Shorter[] => {
  const sampled = isGivenHoldout(grid.split) ? 1 - heldOut : 1; // rows of a hold-out file stay
  const rows = rounded(((sizes[0]?.rows ?? 0) * sampled) / 4);
  return rows < 500 ? [] : [{ change: `data.rows: ${rows}, a stratified sample of a quarter`, seconds: seconds / 4 }];
};

const sharedVectors = ({ grid, space }: Facts, { vectorSeconds, slotSeconds }: Estimate, seconds: number) => {
  const fits = grid.parts.some(({ base }) => base.embedding.fit === 'train');
  if (!fits || space.trainingSides < 2 || vectorSeconds === 0) return [];
  const saved = (vectorSeconds / slotSeconds.likely) * (1 - 1 / space.trainingSides);
  const change = 'embedding.fit: all, which lets word2vec see the held-out texts too';
  return [{ change, seconds: seconds * (1 - saved) }];
};

const mostDrawn = 100_000;

/** As many drawn trials as an hour holds: each trains a network of its own. */
const drawn = ({ space }: Facts, seconds: number): readonly Shorter[] => {
  if (space.drawn !== null) return [];
  const cells = cellsToTrain(space).count;
  const trials = Math.min(mostDrawn, Math.max(10, rounded((cells * longSeconds) / seconds)));
  if (trials >= space.trials / 2) return [];
  const change = `search: { kind: random, trials: ${trials} }, of ${count(space.trials)}`;
  return [{ change, seconds: (seconds * trials) / cells }];
};

/** The cheapest ways to shorten a grid that takes over an hour, the shortest first; none for one that does not. */
export const waysToShorten = (facts: Facts, estimate: Estimate, seconds: number): readonly Shorter[] => {
  if (seconds <= longSeconds) return [];
  const ways = [
    ...withoutValue(estimate, seconds),
    ...fewerEpochs(facts, estimate, seconds),
    ...fewerRows(facts, seconds),
    ...sharedVectors(facts, estimate, seconds),
    ...drawn(facts, seconds),
  ];
  return ways.filter((way) => way.seconds < 0.95 * seconds).toSorted((a, b) => a.seconds - b.seconds);
};
