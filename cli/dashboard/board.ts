import { createPlan } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import type { Sweep } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import { rowLogEnd } from '../../store/row-log.ts';
import { readPresentCounts } from '../counts.ts';
import type { Counts } from '../counts.ts';
import type { LeaderboardView } from '../leaderboard-view.ts';
import { createLeaderboard, leaderboardJsonText } from '../print-leaderboard.ts';

/** How a sweep stands at one moment, and its ranking as of its last reading. */
export type Board = {
  readonly plan: Plan;
  readonly counts: Counts;
  readonly view: LeaderboardView;
  readonly version: string; // of the leaderboard's JSON
  readonly json: () => string; // the bytes of `leaderboard --json`
};

/** Reading new rows and ranking all of them takes at most this share of the time. */
const rankingShare = 0.2;
/** What to expect of the best is published some time after the last fold, in small sweeps never: looked for this long. */
const luckMs = 60_000;

/** How long a row that was named is waited for; its writer may have died. */
const comingMs = 5_000;

type Known = { readonly base: string; readonly board: Board; readonly since: number; readonly nextAt: number };

/** The bytes, made when they are first asked for. */
const bytesOf = (view: LeaderboardView): (() => string) => {
  let text: string | null = null;
  return () => (text ??= leaderboardJsonText(view));
};

/** Reads one sweep again and again, from what is new since. */
export const createBoard = (store: Store, sweep: Sweep): (() => Promise<Board>) => {
  const readView = createLeaderboard({ store }, sweep);
  let plan = createPlan(sweep); // another one once the sweep is amended
  let known: Known | null = null;
  let reading: Promise<Board> | null = null;
  let named = { next: 1, at: -Infinity }; // the first free number of the row log, and when it last moved

  /** Rows are named when they come, counts are written seconds later: who watches wants to know at once. */
  const look = async (): Promise<void> => {
    const next = await rowLogEnd(store, plan.sweep.uid, named.next);
    if (next !== named.next) named = { next, at: performance.now() };
  };
  /** A row is named just before it comes: for a while one that is named and not there is looked for again. */
  const isComing = ({ board: { view } }: Known): boolean =>
    view.leaderboard.scored.length + view.leaderboard.failed.length < named.next - 1 &&
    performance.now() - named.at < comingMs;
  const rank = async (counts: Counts, base: string): Promise<Board> => {
    const from = performance.now();
    const view = await readView();
    const { scored, failed, selection } = view.leaderboard;
    const version = [base, scored.length, failed.length, selection === null ? '' : 'selection'].join(':');
    const board = { plan, counts, view, version, json: bytesOf(view) };
    const now = performance.now();
    known = { base, board, since: known?.base === base ? known.since : now, nextAt: now + (now - from) / rankingShare };
    return board;
  };
  const isPublished = ({ board: { view }, since }: Known): boolean =>
    view.state !== 'done' || view.leaderboard.selection !== null || performance.now() - since > luckMs;
  const read = async (): Promise<Board> => {
    const present = await readPresentCounts(store, plan);
    ({ plan } = present);
    const { counts } = present;
    if (counts.state === 'running' || known === null) await look();
    const { state, done, failed, wishes } = counts;
    const base = [state, done, failed, wishes.edition, wishes.retry, named.next].join(':');
    if (known === null) return await rank(counts, base);
    const early = performance.now() < known.nextAt;
    const soon = state === 'running' && early; // what is final is never put off
    const isSame = known.base === base && (early || isPublished(known)) && !isComing(known);
    return soon || isSame ? { ...known.board, counts } : await rank(counts, base);
  };
  // One reading at a time, which all who ask meanwhile share.
  return () => (reading ??= read().finally(() => (reading = null)));
};
