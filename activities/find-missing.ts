import { addCounts, noFolds } from '../core/messages.ts';
import type { EmbeddingPage, FindMissingInput, FoldCounts, Found, Round, SweepUid } from '../core/messages.ts';
import { nextEmbedding, nextModel, runCell } from '../core/space.ts';
import type { Trial } from '../core/space.ts';
import type { TrialRow } from '../core/results.ts';
import { readEmbedding } from '../store/embeddings.ts';
import { insertMark, readMark } from '../store/marks.ts';
import type { Store } from '../store/open-store.ts';
import { insertRow, readRow } from '../store/rows.ts';
import { isFailure, rowOf, runsOf } from './decide.ts';
import type { Decider, Standing } from './decide.ts';
import { embeddingKeyOf, scopesOf } from './plan.ts';
import type { Plan, ReadPlan, RunPlan } from './plan.ts';

/** Runs that one page looks at, more or less: large enough that paging costs little, small enough to begin at once. */
const runsPerPage = 240;
const embeddingsPerPage = 200;

type Dependencies = {
  readonly store: Store;
  readonly decider: Decider;
  readonly readPlan: ReadPlan;
  readonly share: (plan: Plan, siblings: number) => Promise<number>;
};

/** What is known of a trial: its row, or how it stands split by split. */
type Looked = { readonly trial: Trial; readonly row: TrialRow | null; readonly standings: readonly Standing[] };

/** The models of a page, and the first one of the next. */
const pageOf = (plan: Plan, embedding: number, from: number) => {
  const models: number[] = [];
  let next = nextModel(plan.space, embedding, from);
  while (next !== null && models.length * plan.space.splits < runsPerPage) {
    models.push(next);
    next = nextModel(plan.space, embedding, next + 1);
  }
  return { models, next };
};

const pageMark = (sweep: SweepUid, { edition, retry }: Round, embedding: number, from: number): string =>
  `${sweep}:page:${edition}:${retry}:${embedding}:${from}`;

/** Splits of a trial that are still to be trained: what is missing below its lowest failure. */
const missingSplits = (standings: readonly Standing[]): readonly number[] => {
  const failed = standings.findIndex(isFailure);
  const alive = failed < 0 ? standings : standings.slice(0, failed);
  return [...alive.keys()].filter((split) => alive[split]?.state === 'missing');
};

/** Folds of a run that `countsOf` its trials has counted as done. */
const scoredAt = (looked: readonly Looked[], split: number): number =>
  looked.filter(({ row, standings }) => {
    if (row?.state === 'failed') return split < row.failure.fold - 1;
    const standing = standings[split];
    return row !== null || (standing?.state === 'known' && standing.head.state === 'scored');
  }).length;

const countsOf = ({ row, standings }: Looked, splits: number): FoldCounts => {
  if (row?.state === 'scored') return { ...noFolds, done: splits };
  if (row?.state === 'failed') return { ...noFolds, done: row.failure.fold - 1, failed: splits - row.failure.fold + 1 };
  const done = standings.filter((each) => each.state === 'known' && each.head.state === 'scored').length;
  return { ...noFolds, done };
};

export const createFindMissing = ({ store, decider, readPlan, share }: Dependencies) => {
  /** Inserts the row of a trial that a kill left undecided though its folds are there. */
  const look = async (plan: Plan, round: Round, runs: readonly RunPlan[]): Promise<readonly Looked[]> => {
    const trials = runs[0]?.cell.trials ?? [];
    const rows = await Promise.all(trials.map((trial) => readRow(store, plan.sweep.uid, trial.hash, round.retry)));
    if (rows.every((row) => row !== null))
      return trials.map((trial, at) => ({ trial, row: rows[at] ?? null, standings: [] }));
    const standings = await decider.standings(plan, round, runs);
    return Promise.all(
      trials.map(async (trial, at): Promise<Looked> => {
        const found = standings[at] ?? [];
        const row = rows[at] ?? rowOf(plan, trial, found);
        if (row !== null && rows[at] === null) await insertRow(store, plan.sweep.uid, row, round.retry);
        return { trial, row, standings: row === null ? found : [] };
      }),
    );
  };

  const untrained = async (plan: Plan, trial: Trial, runs: readonly number[]): Promise<readonly number[]> => {
    const { splits } = plan.space;
    const scopes = scopesOf(plan, trial);
    if (scopes === 'none' || runs.length === 0) return [];
    const wanted = scopes === 'all' ? [0] : [...new Set(runs.map((run) => run % splits))];
    const found = await Promise.all(
      wanted.map(async (scope) => {
        const key = embeddingKeyOf(plan, trial, scope);
        return key === null ? null : readEmbedding(store, key);
      }),
    );
    return wanted.filter((_, at) => found[at] === null);
  };

  /** What the runs of some models lack, in the order in which they are to be trained. */
  const lookAt = async (plan: Plan, input: FindMissingInput, models: readonly number[]) => {
    const { splits } = plan.space;
    const runs: number[] = [];
    const scored: number[] = [];
    let counts: FoldCounts = noFolds;
    for (const model of models) {
      const looked = await look(plan, input, runsOf(plan, input.embedding, model));
      counts = looked.reduce((sum, one) => addCounts(sum, countsOf(one, splits)), counts);
      const open = looked.filter(({ row }) => row === null);
      const missing = new Set(open.flatMap(({ standings }) => missingSplits(standings)));
      if (missing.size === 0 && open.length > 0) throw new Error(`model ${model} is neither decided nor missing`);
      const wanted = [...missing].toSorted((a, b) => a - b);
      runs.push(...wanted.map((split) => model * splits + split));
      scored.push(...wanted.map((split) => scoredAt(looked, split)));
    }
    return { runs, scored, counts };
  };

  /** Folds of a page that were scored when this edition looked at it first: others trained them, or it did before. */
  const knownAtFirst = async (input: FindMissingInput, now: FoldCounts): Promise<number> => {
    const { sweep, edition, embedding, from } = input;
    const mark = `${sweep}:first:${edition === 0 ? '' : `${edition}:`}${embedding}:${from}`;
    const first = await readMark(store, mark);
    if (first !== null) return first.done;
    await insertMark(store, mark, { done: now.done, failed: now.failed });
    return now.done;
  };

  /** Compares a page of an embedding's runs with the store. A page that is wholly decided is marked and skipped later. */
  const findMissing = async (input: FindMissingInput): Promise<Found> => {
    const { sweep, embedding, from } = input;
    const plan = await readPlan(sweep, input.edition);
    const { models, next } = pageOf(plan, embedding, from);
    const mark = pageMark(sweep, input, embedding, from);
    const marked = await readMark(store, mark);
    const { runs, scored, counts } =
      marked === null ? await lookAt(plan, input, models) : { runs: [], scored: [], counts: { ...noFolds, ...marked } };
    const reused = await knownAtFirst(input, counts);
    if (marked === null && runs.length === 0)
      await insertMark(store, mark, { done: counts.done, failed: counts.failed });
    const [first] = runCell(plan.space, embedding, models[0] ?? 0).trials;
    return {
      runs,
      scored,
      untrained: first === undefined ? [] : await untrained(plan, first, runs),
      counts: { ...counts, reused },
      next,
      width: await share(plan, input.siblings),
      scopes: first === undefined ? 'none' : scopesOf(plan, first),
      splits: plan.space.splits,
    };
  };

  /** Embeddings that have trials, a page at a time. */
  const findEmbeddings = async (sweep: SweepUid, from: number, edition = 0): Promise<EmbeddingPage> => {
    const { space } = await readPlan(sweep, edition);
    const embeddings: number[] = [];
    let next = nextEmbedding(space, from);
    for (; next !== null && embeddings.length < embeddingsPerPage; next = nextEmbedding(space, next + 1)) {
      embeddings.push(next);
    }
    return { embeddings, next };
  };
  return { findMissing, findEmbeddings };
};
