import type { Plan } from '../../activities/plan.ts';
import { splitName } from '../../activities/plan.ts';
import { digitsOf } from '../../activities/ranking.ts';
import type { Metric, Value } from '../../core/grid.ts';
import { isRead, parameter, shortName, valueText, writtenValue } from '../../core/parameters.ts';
import type { FailureCode, TrialRow } from '../../core/results.ts';
import type { Trial } from '../../core/space.ts';
import { metricsOf, metricValues } from '../../scoring/metric-values.ts';
import type { MetricFacts } from '../../scoring/metric-values.ts';
import { shortId } from '../../scoring/short-id.ts';
import type { FoldHead } from '../../store/folds.ts';
import type { CsvCell } from '../csv.ts';
import type { Marks } from './places.ts';

/** One fold that is known: its scores in the order of the metrics, or why it has none. */
export type FoldLine =
  | { readonly split: number; readonly state: 'scored'; readonly scores: readonly (number | null)[] }
  | { readonly split: number; readonly state: 'failed'; readonly code: FailureCode; readonly message: string };

export const factsOf = ({ sweep }: Plan): MetricFacts => ({
  positive: sweep.grid.rank.positive,
  labels: sweep.prepared.labels,
});

export const trialColumns = (plan: Plan): readonly string[] => [
  'sweep',
  'id',
  'trial',
  ...plan.space.varying.map(shortName),
  'rank',
  'group',
  'take',
  'withinOneSe',
];

export const foldColumns = (plan: Plan): readonly string[] => [
  ...trialColumns(plan),
  'repeat',
  'fold',
  'state',
  ...metricsOf(factsOf(plan)),
  'failure',
  'message',
];

const axisCell = (value: Value): CsvCell => {
  const written = writtenValue(value);
  return typeof written === 'object' ? valueText(written) : (written as string | number | boolean);
};

/** What is the same on all lines of a trial; empty where an axis is not read, or the trial has no rank. */
export const trialCells = (plan: Plan, { cell, hash, name }: Trial, place: Marks | null): readonly CsvCell[] => [
  plan.sweep.name,
  shortId(hash, digitsOf(plan)),
  name,
  ...plan.space.varying.map((path) => (isRead(cell, path) ? axisCell(parameter(cell, path)) : null)),
  place?.rank ?? null,
  place?.group ?? null,
  place?.take ?? false,
  place?.withinOneSe ?? false,
];

/** Repeat and fold as people count them: both from 1, folds through all repeats. */
export const splitCells = (plan: Plan, split: number): readonly CsvCell[] => [
  splitName(plan, split).repeat + 1,
  split + 1,
];

export const foldCells = (plan: Plan, line: FoldLine): readonly CsvCell[] => {
  const head = [...splitCells(plan, line.split), line.state];
  if (line.state === 'scored') return [...head, ...line.scores, null, null];
  return [...head, ...metricsOf(factsOf(plan)).map(() => null), line.code, line.message];
};

/** The folds of a scored trial, from its row alone. */
export const foldsOfRow = (plan: Plan, row: Extract<TrialRow, { readonly state: 'scored' }>): readonly FoldLine[] => {
  const facts = factsOf(plan);
  const values = metricsOf(facts).map((metric) => metricValues(row, metric, facts));
  return row.f1ByClass.map((_, split) => ({
    split,
    state: 'scored',
    scores: values.map((ofMetric) => ofMetric[split] ?? null),
  }));
};

/** A stored fold as a line. */
export const lineOfHead = (plan: Plan, split: number, head: FoldHead): FoldLine => {
  if (head.state === 'failed') return { split, state: 'failed', code: head.code, message: head.message };
  const facts = factsOf(plan);
  const place = facts.labels.indexOf(facts.positive ?? '');
  const scoreOf = (metric: Metric): number | null =>
    metric === 'f1' ? (head.f1ByClass[place] ?? null) : head.scores[metric];
  return { split, state: 'scored', scores: metricsOf(facts).map(scoreOf) };
};
