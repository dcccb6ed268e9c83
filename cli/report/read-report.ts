import { corpusDigest } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import { readTrial } from '../../activities/read-trial.ts';
import type { TrialView } from '../../activities/trial-view.ts';
import { trialAt } from '../../core/space.ts';
import type { Sweep } from '../../store/documents.ts';
import { getBlob } from '../../store/blobs.ts';
import { readCorpus } from '../../text/corpus-bytes.ts';
import { rowCount, rowTokens } from '../../text/corpus.ts';
import type { Corpus } from '../../text/corpus.ts';
import { createPlan } from '../../activities/plan.ts';
import { readPresentCounts } from '../counts.ts';
import type { Counts } from '../counts.ts';
import type { LeaderboardView } from '../leaderboard-view.ts';
import { createLeaderboard } from '../print-leaderboard.ts';
import type { Session } from '../session.ts';

/** Lengths and repetitions of the texts as the first set of text options makes them. */
export type TextFacts = {
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  readonly repeated: number; // rows whose tokens an earlier row has too
  readonly words: number; // distinct
};

/** All that a report says. */
export type Report = {
  readonly plan: Plan;
  readonly counts: Counts;
  readonly view: LeaderboardView;
  readonly texts: TextFacts;
  readonly taken: TrialView | null; // the trial to take; null: none is scored
  readonly timed: boolean; // whether seconds were added up
};

/** Look-ups of times that a reader waits for: one per fold. */
const mostTimedFolds = 5_000;

export const textFacts = (corpus: Corpus): TextFacts => {
  const rows = rowCount(corpus);
  const lengths = Float64Array.from({ length: rows }, (_, row) => rowTokens(corpus, row).length).sort();
  const at = (share: number): number => lengths[Math.min(rows - 1, Math.floor(share * rows))] ?? 0;
  const seen = new Set<string>();
  for (let row = 0; row < rows; row++) seen.add(rowTokens(corpus, row).join(' '));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return {
    mean: rows === 0 ? 0 : total / rows,
    median: at(0.5),
    p95: at(0.95),
    max: lengths[rows - 1] ?? 0,
    repeated: rows - seen.size,
    words: corpus.words.length,
  };
};

/** Reads everything that a report shows: the leaderboard as all forms of it show it, and the trial to take. */
export const readReport = async (session: Session, sweep: Sweep): Promise<Report> => {
  const { store } = session;
  const { plan, counts } = await readPresentCounts(store, createPlan(sweep));
  const timed = plan.space.trials * plan.space.splits <= mostTimedFolds;
  const view = await createLeaderboard(session, plan.sweep)({ timed: timed ? 'all' : 'none' });
  const take = view.leaderboard.scored.find((row) => row.take);
  const first = trialAt(plan.space, take?.index ?? firstIndex(plan));
  const corpus = readCorpus(await getBlob(store, corpusDigest(plan, first)));
  const taken =
    take === undefined ? null : await readTrial(store, plan, first, { leaderboard: view.leaderboard, now: counts });
  return { plan, counts, view, texts: textFacts(corpus), taken, timed };
};

const firstIndex = ({ space }: Plan): number => space.drawn?.[0] ?? 0;
