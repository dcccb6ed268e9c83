import type { Json } from '../../core/canonical.ts';
import { classReports } from '../../scoring/confusion.ts';
import { shareInterval } from '../../scoring/share-interval.ts';
import type { FitEnd } from './follow-fit.ts';
import type { FitView, TestView } from './fit-view.ts';

const testJson = (test: TestView, labels: readonly string[]): Json => {
  const { rows, scores, confusion, baseline, look, earlier, later, dropped } = test;
  const hits = confusion.reduce((sum, of, at) => sum + (of[at] as number), 0);
  return {
    rows,
    dropped,
    scores: scores as Json,
    interval: { accuracy: shareInterval(hits, rows) },
    baseline: { label: baseline.label, scores: baseline.scores },
    confusion,
    classes: classReports(confusion).map(({ precision, recall, f1, support }, at) => ({
      label: labels[at] as string,
      precision,
      recall,
      f1,
      support,
    })),
    look,
    earlier,
    later,
  };
};

type Params = { readonly [path: string]: Json };

/** The object of `fit --json` for a model that was made. */
export const fitJson = (view: FitView, params: Params, out: string): Json => ({
  v: 1,
  sweep: view.sweep,
  id: view.id,
  trial: view.trial.name,
  params,
  take: view.taken,
  rank: view.row?.rank ?? null,
  by: view.by,
  labels: view.labels,
  rows: view.rows,
  epochs: view.trial.cell.train.epochs,
  curves: view.curves,
  seconds: view.seconds,
  folds: view.row === null ? null : { count: view.row.folds, scores: view.row.scores as Json },
  selection: view.selection,
  test: view.test === null ? null : testJson(view.test, view.labels),
  key: view.key,
  out,
  failure: null,
});

/** The object of `fit --json` for a trial that cannot be trained on all rows. */
export const failedFitJson = (
  head: { readonly sweep: string; readonly id: string; readonly trial: string },
  params: Params,
  { code, message }: Extract<FitEnd, { readonly state: 'failed' }>,
): Json => ({ v: 1, ...head, params, test: null, out: null, failure: { code, message } });
