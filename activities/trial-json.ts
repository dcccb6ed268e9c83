import type { Json } from '../core/canonical.ts';
import { classReports, sumConfusions } from '../scoring/confusion.ts';
import { historyJson } from './amendment-history.ts';
import { foldAttempts } from './fold-attempts.ts';
import type { FoldView, ScoredFold, TrialView } from './trial-view.ts';
import { scoredFolds } from './trial-view.ts';

const classesJson = ({ confusion, roc, precisionRecall }: ScoredFold, labels: readonly string[]): Json =>
  classReports(confusion).map(({ precision, recall, f1, support }, at) => ({
    label: labels[at] as string,
    precision,
    recall,
    f1,
    support,
    rocAuc: roc[at]?.area ?? null,
    roc: (roc[at]?.points ?? []).map(({ falsePositiveRate, truePositiveRate, threshold }) => ({
      falsePositiveRate,
      truePositiveRate,
      threshold,
    })),
    averagePrecision: precisionRecall[at]?.area ?? null,
    precisionRecall: (precisionRecall[at]?.points ?? []).map((point) => ({ ...point })),
  }));

const foldJson = (fold: FoldView, labels: readonly string[]): Json => {
  const head = { fold: fold.fold, state: fold.state, attempts: foldAttempts(fold) };
  switch (fold.state) {
    case 'open':
      return head;
    case 'failed':
      return { ...head, failure: { code: fold.code, message: fold.message } };
    case 'scored': {
      const { scores, confusion, curves, timing } = fold;
      return {
        ...head,
        scores,
        confusion,
        classes: classesJson(fold, labels),
        curves,
        seconds: timing?.seconds ?? null,
        host: timing?.host ?? null,
        finishedAt: timing === null ? null : new Date(timing.finishedAt).toISOString(),
      };
    }
    default:
      return fold satisfies never;
  }
};

const vectorsJson = ({ vectors }: TrialView): Json => {
  if (vectors === null) return null;
  const { file, size, words, ofWords, tokens, ofTokens } = vectors;
  return { fileDigest: file, size, words, ofWords, tokens, ofTokens };
};

const outsideJson = ({ outside }: TrialView): Json => {
  if (outside === null) return null;
  const { texts, rows, tokens, words, shared } = outside;
  return { textsDigest: texts, texts: rows, tokens, words, sharedWords: shared };
};

/** What one trial comes to, as `show --json`, the page and the report have it; folds count from 1, matrices have a row per true class in the order of `labels`. */
export const trialJson = (view: TrialView): { readonly [key: string]: Json } => {
  const { row, labels } = view;
  const scored = scoredFolds(view);
  const confusion = scored.length === 0 ? null : sumConfusions(scored.map((fold) => fold.confusion));
  const place =
    row?.state === 'scored'
      ? { rank: row.rank, group: row.group, withinOneSe: row.withinOneSe, take: row.take, cost: row.cost }
      : { rank: null, group: null, withinOneSe: false, take: false, cost: null };
  return {
    v: 1,
    sweep: view.sweep,
    id: view.id,
    trial: view.name,
    state: row?.state ?? 'open',
    by: view.by,
    sinceEdition: view.since,
    amendments: historyJson(view.history),
    ...place,
    params: view.params,
    parameters: view.parameters,
    vectors: vectorsJson(view),
    outside: outsideJson(view),
    scores: row?.state === 'scored' ? (row.scores as Json) : {},
    failure: row?.state === 'failed' ? { ...row.failure } : null,
    labels,
    confusion,
    classes:
      confusion === null
        ? null
        : classReports(confusion).map(({ precision, recall, f1, support }, at) => ({
            label: labels[at] as string,
            precision,
            recall,
            f1,
            support,
          })),
    folds: view.folds.map((fold) => foldJson(fold, labels)),
    hardest: view.hardest.map(({ truth, predicted, ...hard }) => ({
      ...hard,
      truth: labels[truth] as string,
      predicted: labels[predicted] as string,
    })),
    command: view.command,
  };
};
