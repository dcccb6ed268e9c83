import { byText } from '../core/by-text.ts';
import type { Round } from '../core/messages.ts';
import type { TrialRow } from '../core/results.ts';
import { trialAt } from '../core/space.ts';
import type { Trial } from '../core/space.ts';
import type { ScoredTrial } from '../scoring/metric-values.ts';
import { createWinnersLuck, resamplesOf } from '../scoring/winners-luck.ts';
import type { LuckInput, Selection } from '../scoring/winners-luck.ts';
import { getBlob } from '../store/blobs.ts';
import { lookUps, mapInOrder } from '../store/concurrently.ts';
import { readFold } from '../store/folds.ts';
import type { Store } from '../store/open-store.ts';
import { readPublishedSelection } from '../store/rankings.ts';
import { readCorpus } from '../text/corpus-bytes.ts';
import { corpusDigest, foldKeysOf } from './plan.ts';
import type { Plan } from './plan.ts';

type Held = { readonly rows: Uint32Array; readonly probabilities: Float32Array };

/** Folds whose predictions are read when a ranking is published: minutes at most. */
const mostFolds = 200_000;
/** The same where a reader waits for it: a second or two. */
const fewFolds = 5000;

/** Scored trials in an order that knows nothing of their scores: of equal ones the cheapest is chosen, as on the leaderboard. */
const cheapestFirst = (rows: readonly TrialRow[]): readonly ScoredTrial[] =>
  rows.filter((row) => row.state === 'scored').toSorted((a, b) => a.cost - b.cost || byText(a.name, b.name));

/** A trial's held-out predictions of all splits; null where some fold is not there any more. */
const readHeldOut = async (store: Store, plan: Plan, trial: Trial): Promise<readonly Held[] | null> => {
  const splits: Held[] = [];
  for (const key of foldKeysOf(plan, trial)) {
    const fold = await readFold(store, key);
    if (fold === null || fold.state === 'failed') return null;
    splits.push(fold.predictions);
  }
  return splits;
};

const sameRows = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return a.length === b.length;
};

const luckInput = async (
  store: Store,
  plan: Plan,
  trial: Trial,
  heldOut: readonly Held[],
  trials: number,
): Promise<LuckInput> => {
  const { grid, prepared } = plan.sweep;
  return {
    by: grid.rank.by,
    positive: prepared.labels.indexOf(grid.rank.positive ?? ''),
    classes: prepared.labels.length,
    classOfRow: readCorpus(await getBlob(store, corpusDigest(plan, trial))).classes,
    heldOut: heldOut.map(({ rows }) => rows),
    trials,
  };
};

const compute = async (store: Store, plan: Plan, scored: readonly ScoredTrial[]): Promise<Selection | null> => {
  const read = async ({ index }: ScoredTrial) => {
    const trial = trialAt(plan.space, index);
    return { trial, held: await readHeldOut(store, plan, trial) };
  };
  let luck: ReturnType<typeof createWinnersLuck> | null = null;
  let first: LuckInput | null = null;
  for await (const { trial, held } of mapInOrder(scored, lookUps, read)) {
    if (held === null) return null;
    if (luck === null || first === null) {
      first = await luckInput(store, plan, trial, held, scored.length);
      if (resamplesOf(first) === 0) return null;
      luck = createWinnersLuck(first);
    }
    if (held.some((split, at) => !sameRows(split.rows, first?.heldOut[at] ?? [])))
      throw new Error(`trial ${trial.name} of sweep ${plan.sweep.uid} was scored on other rows than the rest`);
    luck.add(held.map(({ probabilities }) => probabilities));
  }
  return luck?.selection() ?? null;
};

const underWay = new Map<string, Promise<Selection | null>>();

/**
 * What to expect of the best trial on new texts, in the metric that the grid ranks by: a pure function of the stored folds of
 * the scored trials. Null without any, where a fold is missing, or where there are too many to read or to draw from. Who asks
 * while this process computes it, as the view of a worker that publishes, is given the same.
 */
export const computeSelection = (
  store: Store,
  plan: Plan,
  { edition, retry }: Round,
  rows: readonly TrialRow[],
): Promise<Selection | null> => {
  const scored = cheapestFirst(rows);
  if (scored.length === 0 || scored.length * plan.space.splits > mostFolds) return Promise.resolve(null);
  const name = `${plan.sweep.uid}:${edition}:${retry}`;
  const known = underWay.get(name);
  if (known !== undefined) return known;
  const computed = compute(store, plan, scored).finally(() => underWay.delete(name));
  underWay.set(name, computed);
  return computed;
};

/**
 * The same of a round that is done: as published with its ranking, else computed where that takes seconds.
 * @param rows of all trials
 */
export const readSelection = async (
  store: Store,
  plan: Plan,
  round: Round,
  rows: readonly TrialRow[],
): Promise<Selection | null> => {
  const published = await readPublishedSelection(store, plan.sweep.uid, round);
  if (published !== undefined) return published;
  return rows.length * plan.space.splits > fewFolds ? null : await computeSelection(store, plan, round, rows);
};
