import type { Plan } from '../../activities/plan.ts';
import { planFit } from '../../activities/plan-fit.ts';
import type { Metric } from '../../core/grid.ts';
import type { Trial } from '../../core/space.ts';
import type { Baseline } from '../../scoring/baseline.ts';
import type { Confusion } from '../../scoring/confusion.ts';
import type { Leaderboard, ScoredRow } from '../../scoring/leaderboard.ts';
import type { Selection } from '../../scoring/winners-luck.ts';
import { scoresByMetric, testBaseline } from '../../scoring/test-scores.ts';
import type { ScoresByMetric } from '../../scoring/test-scores.ts';
import type { FitKey } from '../../store/documents.ts';
import { readFitScores } from '../../store/fits.ts';
import type { FitResult } from '../../store/fits.ts';
import { readLooks } from '../../store/looks.ts';
import type { Store } from '../../store/open-store.ts';
import { readTimings } from '../../store/timings.ts';
import { selectionWords } from '../../scoring/leaderboard-words.ts';

export type Fitted = Extract<FitResult, { readonly state: 'fitted' }>;

/** A look at the test rows, with what it saw of the metric to rank by; null: it came to no score. */
export type SeenLook = {
  readonly id: string;
  readonly sweep: string;
  readonly trial: string;
  readonly score: number | null;
};

export type TestView = {
  readonly rows: number;
  readonly classes: readonly number[];
  readonly dropped: number; // other rows that had a text in common with them
  readonly scores: ScoresByMetric;
  readonly f1ByClass: readonly number[];
  readonly confusion: Confusion;
  readonly baseline: Baseline;
  readonly look: number; // from 1
  readonly earlier: readonly SeenLook[];
  readonly later: readonly SeenLook[];
};

/** All that is known of a model: how it was chosen, what it was trained on, what it scored. */
export type FitView = {
  readonly sweep: string;
  readonly id: string;
  readonly trial: Trial;
  readonly taken: boolean; // the one to take
  readonly row: ScoredRow | null; // on the leaderboard
  readonly ranked: number;
  readonly expected: string | null; // in words, what the best of them may score on new texts
  readonly selection: Selection | null;
  readonly by: Metric;
  readonly positive: string | null;
  readonly labels: readonly string[];
  readonly rows: number; // trained on
  readonly curves: Fitted['curves'];
  readonly seconds: number | null;
  readonly test: TestView | null;
  readonly key: FitKey;
};

const looksAt = async (store: Store, plan: Plan, key: FitKey, by: Metric) => {
  const { prepared, grid } = plan.sweep;
  if (prepared.test === null) return null;
  const facts = { positive: grid.rank.positive, labels: prepared.labels };
  const looks = await readLooks(store, prepared.test.rowsDigest);
  const seen = await Promise.all(
    looks.map(async ({ fit, id, sweepName, trial }): Promise<SeenLook> => {
      const scored = await readFitScores(store, fit);
      const score = scored === null ? null : (scoresByMetric(scored, facts)[by] ?? null);
      return { id, sweep: sweepName, trial, score };
    }),
  );
  const own = looks.findIndex(({ fit }) => fit === key);
  return { look: own + 1, earlier: seen.slice(0, own), later: seen.slice(own + 1) };
};

/** Reads what is to be said of a stored fit. */
export const readFitView = async (
  store: Store,
  plan: Plan,
  { fit, ...chosen }: { readonly fit: Fitted; readonly trial: Trial; readonly id: string; readonly taken: boolean },
  leaderboard: Leaderboard,
): Promise<FitView> => {
  const { prepared, grid, name } = plan.sweep;
  const { key } = planFit(plan, chosen.trial.index);
  const { by } = leaderboard;
  const facts = { positive: grid.rank.positive, labels: prepared.labels };
  const looks = await looksAt(store, plan, key, by);
  const [timing] = await readTimings(store, [key]);
  const row = leaderboard.scored.find(({ index }) => index === chosen.trial.index) ?? null;
  const testView = (): TestView | null => {
    if (prepared.test === null || fit.test === null || looks === null) return null;
    const { rows, classes, dropped } = prepared.test;
    const { f1ByClass, confusion } = fit.test;
    const scores = scoresByMetric(fit.test, facts);
    const guess = testBaseline(facts, prepared.classes, classes);
    return { rows, classes, dropped, scores, f1ByClass, confusion, baseline: guess, ...looks };
  };
  return {
    ...chosen,
    sweep: name,
    row,
    ranked: leaderboard.scored.length,
    expected: selectionWords(leaderboard)[0] ?? null,
    selection: leaderboard.selection,
    by,
    ...facts,
    rows: prepared.rows,
    curves: fit.curves,
    seconds: timing?.seconds ?? null,
    test: testView(),
    key,
  };
};
