import type { Json } from '../../core/canonical.ts';
import { sixDigits } from '../../scoring/six-digits.ts';
import type { Estimate } from './estimate.ts';
import { milestones } from './milestones.ts';
import type { LeastDifference } from './least-difference.ts';
import type { Shorter } from './shorten.ts';
import type { Interval, Speed } from './speed.ts';
import type { TemporalHistory } from './temporal-history.ts';

/** How much is stored already; `none`: there is no store to look in. */
export type Known =
  | { readonly state: 'none'; readonly why: string }
  | { readonly state: 'exact' | 'sampled'; readonly folds: number; readonly lookUps: number };

/** All that `plan` says of a grid. */
export type PlanReport = {
  readonly name: string;
  readonly rows: number;
  readonly labels: readonly string[];
  readonly trials: number;
  readonly splits: number;
  readonly folds: number;
  readonly trainings: number; // networks, known ones included
  readonly embeddings: number; // word2vec trainings, known ones included
  readonly known: Known;
  readonly work: Pick<Estimate, 'runs' | 'vectors'>;
  readonly slots: number;
  readonly seconds: Interval;
  readonly speed: Speed;
  readonly shorter: readonly Shorter[];
  readonly least: LeastDifference;
  readonly memory: { readonly runBytes: number; readonly slotBytes: number; readonly slotsThatFit: number };
  readonly history: TemporalHistory;
};

const rounded = ({ low, likely, high }: Interval): Json => ({
  low: sixDigits(low),
  likely: sixDigits(likely),
  high: sixDigits(high),
});

/** `plan --json`; `known` of null: there is no store to look in. */
export const planJson = (report: PlanReport): { readonly [key: string]: Json } => {
  const { known, work, speed, least, memory, history } = report;
  return {
    v: 1,
    grid: report.name,
    rows: report.rows,
    labels: report.labels,
    trials: report.trials,
    splits: report.splits,
    folds: report.folds,
    networkTrainings: report.trainings,
    embeddingTrainings: report.embeddings,
    known:
      known.state === 'none' ? null : { folds: known.folds, exact: known.state === 'exact', lookUps: known.lookUps },
    whyNotKnown: known.state === 'none' ? known.why : null,
    toTrain: { networks: work.runs, embeddings: work.vectors },
    slots: report.slots,
    seconds: rounded(report.seconds),
    secondsFrom: speed.from,
    milestones: milestones(report).map(({ what, seconds }) => ({ what, seconds: rounded(seconds) })),
    shorter: report.shorter.map(({ change, seconds }) => ({ change, seconds: sixDigits(seconds) })),
    leastDifference: least.alternatives.find(({ kind }) => kind === 'this')?.leastDifference ?? null,
    leastDifferenceOf: least.metric,
    leastDifferenceFrom: least.from,
    alternatives: least.alternatives
      .filter(({ kind }) => kind !== 'this')
      .map(({ kind, trials, split, leastDifference }) => ({
        kind,
        trials,
        folds: split.folds,
        repeats: split.repeats,
        leastDifference,
      })),
    memory: { ...memory },
    temporal: { workflows: history.workflows, events: { ...history.events }, continuesAsNew: history.continuesAsNew },
  };
};
