import { corpusDigest, fileVectorsOf, outsideOf, trialRuns } from './plan.ts';
import type { Plan, RunPlan } from './plan.ts';
import { createDecider } from './decide.ts';
import { createKnownFolds } from './known-folds.ts';
import { paramsOf } from './publish.ts';
import { digitsOf } from './ranking.ts';
import type { StateNow } from './state.ts';
import { writtenParameters } from '../core/parameters.ts';
import type { FoldResult } from '../core/results.ts';
import type { Trial } from '../core/space.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import { hardestOf, hardestRows } from '../scoring/hardest-rows.ts';
import type { HardRow } from '../scoring/hardest-rows.ts';
import { averagePrecision, precisionRecallCurve } from '../scoring/precision-recall.ts';
import { areaUnderCurve, rocCurve } from '../scoring/roc.ts';
import { shortId } from '../scoring/short-id.ts';
import { readAttempts } from '../store/attempts.ts';
import { getBlob } from '../store/blobs.ts';
import { readFold } from '../store/folds.ts';
import type { Store } from '../store/open-store.ts';
import { readTimings } from '../store/timings.ts';
import { readCorpus } from '../text/corpus-bytes.ts';
import { rowWords } from '../text/corpus.ts';
import { firstOfSameText } from '../text/same-text.ts';
import { broughtBy, readHistory } from './amendment-history.ts';
import type { ClassPrecision, ClassRoc, FoldView, TrialView } from './trial-view.ts';

type Scored = Extract<FoldResult, { readonly state: 'scored' }>;
type OnlyFold = RunPlan['folds'][number];

const mostHard = 20;
const mostWords = 60;

type Rates = { readonly roc: readonly ClassRoc[]; readonly precisionRecall: readonly ClassPrecision[] };

const ratesOf = ({ predictions }: Scored, classes: Uint32Array, labels: number): Rates => {
  const { rows, probabilities } = predictions;
  const scored = { probabilities, truth: rows.map((row) => classes[row] as number), classes: labels };
  const each = Array.from({ length: labels }, (_, label) => label);
  return {
    roc: each.map((label) => ({ area: areaUnderCurve(scored, label), points: rocCurve(scored, label) })),
    precisionRecall: each.map((label) => ({
      area: averagePrecision(scored, label),
      points: precisionRecallCurve(scored, label),
    })),
  };
};

/** Reads all that is stored of a trial: scores, curves, predictions against the true classes, times, attempts. */
export const readTrial = async (
  store: Store,
  plan: Plan,
  trial: Trial,
  { leaderboard, now }: { readonly leaderboard: Leaderboard; readonly now: StateNow },
): Promise<TrialView> => {
  const { sweep } = plan;
  const { labels } = sweep.prepared;
  const runs = trialRuns(plan, trial);
  const decider = createDecider(store, createKnownFolds(store));
  const [standings] = await decider.standings(plan, now.wishes, runs);
  const timings = await readTimings(
    store,
    runs.map(({ folds }) => (folds[0] as OnlyFold).key),
  );
  const corpus = readCorpus(await getBlob(store, corpusDigest(plan, trial)));
  const { classes } = corpus;
  const hard: (readonly HardRow[])[] = [];
  const readView = async ({ key, folds }: RunPlan, split: number): Promise<FoldView> => {
    const standing = standings?.[split];
    const head = { fold: split + 1, attempts: await readAttempts(store, sweep.uid, key) };
    if (standing?.state === 'machineFailure')
      return { ...head, state: 'failed', code: standing.code, message: standing.message };
    const result = standing?.state === 'known' ? await readFold(store, (folds[0] as OnlyFold).key) : null;
    if (result === null) return { ...head, state: 'open' };
    if (result.state === 'failed') return { ...head, state: 'failed', code: result.code, message: result.message };
    const { scores, f1ByClass, confusion, curves } = result;
    const rates = ratesOf(result, classes, labels.length);
    hard.push(hardestRows(result.predictions, { classes, labels: labels.length, fold: split + 1 }));
    return { ...head, state: 'scored', scores, f1ByClass, confusion, curves, ...rates, timing: timings[split] ?? null };
  };
  const folds: FoldView[] = [];
  for (const [split, run] of runs.entries()) folds.push(await readView(run, split)); // a fold's predictions at a time
  const row = [...leaderboard.scored, ...leaderboard.failed].find((each) => each.index === trial.index) ?? null;
  const id = shortId(trial.hash, digitsOf(plan));
  return {
    sweep: sweep.name,
    sweepState: now.state,
    history: await readHistory(store, sweep),
    since: await broughtBy(store, sweep, trial),
    id,
    name: trial.name,
    row,
    ranked: leaderboard.scored.length,
    by: leaderboard.by,
    positive: sweep.grid.rank.positive,
    labels,
    params: paramsOf(plan, trial),
    parameters: writtenParameters(trial.cell),
    vectors: fileVectorsOf(plan, trial),
    outside: outsideOf(plan, trial),
    folds,
    hardest: hardestOf(hard, firstOfSameText(corpus), mostHard).map((each) => ({
      ...each,
      text: rowWords(corpus, each.row, mostWords),
    })),
    command: `sweep fit ${sweep.name} --trial ${id} --out ${sweep.name}-${id}`,
  };
};
