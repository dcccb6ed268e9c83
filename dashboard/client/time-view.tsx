import { useMemo } from 'preact/hooks';

import { lessIsBetter } from '../../core/grid.ts';
import type { Metric } from '../../core/grid.ts';
import { historyOfBest } from '../../pictures/history-of-best.ts';
import { slotTimeline } from '../../pictures/slot-timeline.ts';
import type { Timeline } from '../source.ts';
import type { Board } from './board.ts';
import { Figure } from './figure.tsx';
import { useResource } from './resource.ts';
import { slotsOf } from './slots.ts';
import { Of } from './state-words.tsx';
import { count } from './words.ts';

/** When what was known, and what every slot did. */
export const TimeView = ({ board, version }: { readonly board: Board; readonly version: string }) => {
  const resource = useResource<Timeline>(`/api/sweeps/${encodeURIComponent(board.sweep)}/timeline`, version);
  return (
    <Of resource={resource} what="the times of all folds">
      {(found) => <Pictures board={board} timeline={found} />}
    </Of>
  );
};

const Pictures = ({ board, timeline }: { readonly board: Board; readonly timeline: Timeline }) => {
  const { names, bars, moments } = useMemo(() => slotsOf(timeline), [timeline]);
  const better = { lessIsBetter: lessIsBetter(board.by as Metric) };
  const { decided, lookedUp, scored, attempts, attemptsInAll } = timeline;
  return (
    <>
      <h2>When what was known</h2>
      {lookedUp < scored && (
        <p class="note">
          The times of {count(lookedUp)} of {count(scored)} scored trials were looked up: the best{' '}
          {count(Math.ceil(lookedUp / 2))}, and as many spread over the ranks of the others. The line ends where that of
          all ends; before, it may be worse.
        </p>
      )}
      <Figure
        id="history"
        inputs={[timeline]}
        draw={(width) => historyOfBest(board.by, decided, better, { width, height: 300 })}
      />
      <h2>Who did what when</h2>
      {attempts.length < attemptsInAll && (
        <p class="note">
          The latest {count(attempts.length)} of {count(attemptsInAll)} trainings.
        </p>
      )}
      <Figure id="slots" inputs={[names, bars]} draw={(width) => slotTimeline(names, bars, moments, { width })} />
      <p class="note">
        A bar begins when a worker took a training up, which may be while its slot was busy: a worker can have a line
        more than slots. When checkpoints were written, and how long a run waited for word vectors or for another sweep,
        is not stored: marks show where a training went on from a checkpoint or was stopped, and a gap is a time in
        which the slot trained nothing of this sweep.
      </p>
    </>
  );
};
