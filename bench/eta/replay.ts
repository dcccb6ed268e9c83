import { recentPace } from '../../cli/recent-pace.ts';

/** Seconds from the start of a sweep to the end of each of its folds, and the kind of grid that it was. */
export type Replay = { readonly kind: string; readonly ends: readonly number[] };

/** What was known when a share of the folds was done, and how long the rest took then. */
export type Moment = {
  readonly seconds: number; // that the rest would take at the pace of late
  readonly open: number; // folds
  readonly total: number;
  readonly trained: number;
  readonly took: number;
};

/** Recordings of so many folds stand for shorter sweeps as well, from stretches of them. */
const longOnes = 1000;
const stretches = [100, 200, 400, 800];

/** The sweeps of a recording: itself, and of a long one stretches of it as sweeps of their own. */
export const replaysOf = (kind: string, ends: readonly number[]): readonly Replay[] => {
  if (ends.length < longOnes) return [{ kind, ends }];
  return [...stretches, ends.length].flatMap((folds) => {
    const found: Replay[] = [];
    for (let from = 0; from + folds <= ends.length; from += Math.max(20, folds / 8))
      found.push({ kind, ends: ends.slice(from, from + folds).map((end) => end - (ends[from - 1] ?? 0)) });
    return found;
  });
};

/** What a sweep's workflow wrote down of its progress: the last twenty moments, two seconds apart at least. */
const progressAt = (ends: readonly number[], done: number) => {
  const moments: { at: number; trained: number }[] = [];
  for (const [at, end] of ends.slice(0, done).entries()) {
    const last = moments.at(-1);
    if (last === undefined || end * 1000 - last.at >= 2000) moments.push({ at: end * 1000, trained: at + 1 });
    else last.trained = at + 1;
  }
  return [{ recent: moments.slice(-20) }];
};

/** The moment at which a share of the folds is done; null where no time is told yet, or none is left. */
export const momentOf = ({ ends }: Replay, share: number): Moment | null => {
  const done = Math.ceil(ends.length * share);
  const open = ends.length - done;
  const now = ends[done - 1];
  if (now === undefined || open === 0) return null;
  const pace = recentPace(progressAt(ends, done), now * 1000);
  if (pace === null) return null;
  return { seconds: open / pace, open, total: ends.length, trained: done, took: (ends.at(-1) as number) - now };
};
