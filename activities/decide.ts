import type { Round } from '../core/messages.ts';
import type { FailureCode, TrialRow } from '../core/results.ts';
import { runCell } from '../core/space.ts';
import type { RunCell, Trial } from '../core/space.ts';
import { trialRow } from '../scoring/trial-row.ts';
import type { FoldOutcome } from '../scoring/trial-row.ts';
import type { MachineFailure } from '../store/documents.ts';
import { embeddingFailureId, foldFailureId, insertFailure, readFailure } from '../store/failures.ts';
import type { FoldHead } from '../store/folds.ts';
import { insertMark, readMark } from '../store/marks.ts';
import type { Store } from '../store/open-store.ts';
import { insertRow } from '../store/rows.ts';
import type { KnownFolds } from './known-folds.ts';
import { embeddingKeyOf, planRun } from './plan.ts';
import type { Plan, RunPlan } from './plan.ts';

type Fold = RunPlan['folds'][number];

/** A failure that another worker has just stored may go unseen for so long; its run then only asks once more. */
const lookAgainMs = 2_000;

/** How one (trial, split) stands: a stored result, a failure of the machine in this round, or nothing yet. */
export type Standing =
  | { readonly state: 'known'; readonly head: FoldHead }
  | { readonly state: 'machineFailure'; readonly code: FailureCode; readonly message: string }
  | { readonly state: 'missing' };

export type Decider = {
  /** How the trials of a cell stand in the given splits: [trial][split in the order given]. */
  readonly standings: (plan: Plan, round: Round, runs: readonly RunPlan[]) => Promise<readonly (readonly Standing[])[]>;
  /** Looks up a trial's folds and inserts its row if they decide it. */
  readonly decide: (plan: Plan, round: Round, cell: RunCell, trial: Trial) => Promise<TrialRow | null>;
  /** Stores a machine's failure, behind a mark that saves everybody else from looking for failures where there are none. */
  readonly fail: (plan: Plan, round: Round, id: string, failure: MachineFailure) => Promise<void>;
};

/** A trial fails by its lowest failing split; what lies above that split is not missing. */
export const isFailure = (standing: Standing): boolean =>
  standing.state === 'machineFailure' || (standing.state === 'known' && standing.head.state === 'failed');

/** The trial's row, once its splits decide it: all scored, or one failed and all below it scored. */
export const rowOf = (plan: Plan, trial: Trial, standings: readonly Standing[]): TrialRow | null => {
  const outcomes: FoldOutcome[] = [];
  for (const standing of standings) {
    if (standing.state === 'missing') return null;
    outcomes.push(standing.state === 'known' ? standing.head : { ...standing, state: 'failed' });
    if (isFailure(standing)) return trialRow(trial, outcomes);
  }
  return outcomes.length < plan.space.splits ? null : trialRow(trial, outcomes);
};

const failuresMark = (plan: Plan, { retry }: Round): string => `${plan.sweep.uid}:failures:${retry}`;

export const createDecider = (store: Store, known: KnownFolds): Decider => {
  const machineFailure = async (plan: Plan, round: Round, trial: Trial, split: number): Promise<Standing> => {
    const { uid } = plan.sweep;
    const vectors = embeddingKeyOf(plan, trial, split);
    const failure =
      (await readFailure(store, foldFailureId(uid, trial.hash, split, round.retry))) ??
      (vectors === null ? null : await readFailure(store, embeddingFailureId(uid, vectors, round.retry)));
    return failure === null ? { state: 'missing' } : { state: 'machineFailure', ...failure };
  };
  const failures = new Map<string, { readonly found: boolean; readonly at: number }>();
  /** Whether this round has failures of machines at all, as of at most two seconds ago. */
  const anyFailed = async (plan: Plan, round: Round): Promise<boolean> => {
    const mark = failuresMark(plan, round);
    const before = failures.get(mark);
    if (before !== undefined && (before.found || performance.now() - before.at < lookAgainMs)) return before.found;
    const found = (await readMark(store, mark)) !== null;
    failures.set(mark, { found, at: performance.now() });
    return found;
  };
  const standings: Decider['standings'] = async (plan, round, runs) => {
    const trials = runs[0]?.cell.trials ?? [];
    const keys = trials.flatMap((_, at) => runs.map((run) => (run.folds[at] as Fold).key));
    const [failed, heads] = await Promise.all([anyFailed(plan, round), known.read(plan.sweep.uid, keys)]);
    return Promise.all(
      trials.map((trial, at) =>
        Promise.all(
          runs.map(async ({ split }, place): Promise<Standing> => {
            const head = heads[at * runs.length + place] ?? null;
            if (head !== null) return { state: 'known', head };
            return failed ? machineFailure(plan, round, trial, split) : { state: 'missing' };
          }),
        ),
      ),
    );
  };
  const decide: Decider['decide'] = async (plan, round, cell, trial) => {
    const only: RunCell = { ...cell, trials: [trial] };
    const runs = Array.from({ length: plan.space.splits }, (_, split) => planRun(plan, only, split) as RunPlan);
    const keys = runs.map(({ folds }) => (folds[0] as Fold).key);
    if (!(await anyFailed(plan, round)) && !(await known.all(plan.sweep.uid, keys))) return null;
    const [found] = await standings(plan, round, runs);
    const row = rowOf(plan, trial, found ?? []);
    if (row !== null) await insertRow(store, plan.sweep.uid, row, round.retry);
    return row;
  };
  const fail: Decider['fail'] = async (plan, round, id, failure) => {
    const mark = failuresMark(plan, round);
    await insertMark(store, mark, { done: 0, failed: 1 });
    await insertFailure(store, id, failure);
    failures.set(mark, { found: true, at: performance.now() });
  };
  return { standings, decide, fail };
};

/** All runs of a cell, one per split. */
export const runsOf = (plan: Plan, embedding: number, model: number): readonly RunPlan[] => {
  const cell = runCell(plan.space, embedding, model);
  if (cell.trials.length === 0) return [];
  return Array.from({ length: plan.space.splits }, (_, split) => planRun(plan, cell, split) as RunPlan);
};
