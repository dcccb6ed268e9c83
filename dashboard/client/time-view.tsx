import { useMemo } from 'preact/hooks';

import { lessIsBetter } from '../../core/grid.ts';
import type { Metric } from '../../core/grid.ts';
import { historyOfBest } from '../../pictures/history-of-best.ts';
import type { Decided } from '../../pictures/history-of-best.ts';
import { slotTimeline } from '../../pictures/slot-timeline.ts';
import type { SlotBar } from '../../pictures/slot-timeline.ts';
import type { Board } from './board.ts';
import { Figure } from './figure.tsx';
import { useResource } from './resource.ts';
import { Of } from './state-words.tsx';

type Attempt = {
  readonly kind: 'run' | 'embedding' | 'fit';
  readonly worker: string;
  readonly fromStep: number;
  readonly folds: number;
  readonly from: number;
  readonly to: number | null;
  readonly outcome: string | null;
  readonly cause: string;
};

type Timeline = {
  readonly decided: readonly Decided[];
  readonly attempts: readonly Attempt[];
  readonly now: number;
  readonly reason: string | null;
};

/** Bars of one worker on as few lines as hold them without lying over each other: its slots. */
export const slotsOf = ({ attempts, now }: Pick<Timeline, 'attempts' | 'now'>) => {
  const names: string[] = [];
  const freeAt: number[] = [];
  const bars = attempts
    .toSorted((a, b) => a.from - b.from)
    .map((attempt): SlotBar => {
      const to = Math.max(attempt.from, attempt.to ?? now);
      const own = [...names.keys()].filter((slot) => names[slot]?.startsWith(`${attempt.worker} `));
      const free = own.find((slot) => (freeAt[slot] as number) <= attempt.from + 0.05);
      const slot = free ?? names.push(`${attempt.worker} ${own.length + 1}`) - 1;
      freeAt[slot] = to;
      const lost = attempt.outcome === 'died' || attempt.outcome === 'failed';
      const kind = lost ? 'lost' : attempt.kind === 'embedding' ? 'embedding' : 'fold';
      const from = attempt.fromStep > 0 ? `, from the checkpoint at step ${attempt.fromStep}` : '';
      const cause = attempt.cause === '' ? '' : ` (${attempt.cause})`;
      return { slot, from: attempt.from, to, kind, words: `${attempt.outcome ?? 'going on'}${cause}${from}` };
    });
  return { names, bars };
};

/** When what was known, and what every slot did. */
export const TimeView = ({ board, version }: { readonly board: Board; readonly version: string }) => {
  const resource = useResource<Timeline>(`/api/sweeps/${encodeURIComponent(board.sweep)}/timeline`, version);
  return (
    <Of resource={resource} what="the times of all folds">
      {(found) =>
        found.reason === null ? <Pictures board={board} timeline={found} /> : <p class="state">{found.reason}.</p>
      }
    </Of>
  );
};

const Pictures = ({ board, timeline }: { readonly board: Board; readonly timeline: Timeline }) => {
  const { names, bars } = useMemo(() => slotsOf(timeline), [timeline]);
  const better = { lessIsBetter: lessIsBetter(board.by as Metric) };
  return (
    <>
      <h2>When what was known</h2>
      <Figure
        id="history"
        inputs={[timeline]}
        draw={(width) => historyOfBest(board.by, timeline.decided, better, { width, height: 300 })}
      />
      <h2>Who did what when</h2>
      <Figure id="slots" inputs={[names, bars]} draw={(width) => slotTimeline(names, bars, [], { width })} />
    </>
  );
};
