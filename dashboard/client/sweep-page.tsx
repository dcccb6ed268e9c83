import { useMemo } from 'preact/hooks';

import type { SweepDetails, SweepSummary } from '../source.ts';
import { Actions } from './actions.tsx';
import { AxesView } from './axes-view.tsx';
import type { Board } from './board.ts';
import { brushed, parseBrush } from './brush.ts';
import { FailuresView } from './failures-view.tsx';
import { LeaderboardTable } from './leaderboard-table.tsx';
import { sweeps } from './live.ts';
import { Parallel } from './parallel.tsx';
import { useResource } from './resource.ts';
import { changeQuery, pathTo, route } from './route.ts';
import { Of } from './state-words.tsx';
import { useStore } from './store.ts';
import { Progress, State, timeWords } from './sweeps-page.tsx';
import { TimeView } from './time-view.tsx';
import { plural } from '../../core/amounts.ts';
import { WordsView } from './words-view.tsx';
import { count, spread } from './words.ts';

/** What won and how sure that is, in words. */
const Reading = ({ board, caveats }: { readonly board: Board; readonly caveats: SweepDetails['caveats'] }) => {
  const { rows, by, leastDifference, baseline } = board;
  const [best] = rows.filter(({ rank }) => rank !== null);
  const take = rows.find((row) => row.take);
  if (best === undefined) return <p>No trial has a score yet.</p>;
  const first = rows.filter(({ group }) => group === 1).length;
  const scored = rows.filter(({ rank }) => rank !== null).length;
  const guessed = baseline?.scores[by] ?? null;
  return (
    <div class="reading">
      {take !== undefined && (
        <p>
          Take <a href={pathTo('sweep', board.sweep, 'trial', take.id)}>{take.id}</a>:{' '}
          {spread(take.scores[by]?.mean, take.scores[by]?.sd)} {by} (best{' '}
          {spread(best.scores[by]?.mean, best.scores[by]?.sd)}); the cheapest within one standard error of the best.
        </p>
      )}
      {best.group !== null && scored > 1 && (
        <p>
          Group 1: {count(first)} of {plural(scored, 'trial')}. The folds do not show that these are worse than the
          best. It does not show that they are as good.
          {leastDifference !== null &&
            ` The least difference that these folds can tell apart is ${leastDifference.toFixed(4)}.`}
        </p>
      )}
      {board.selection != null && (
        <p>
          {best.scores[by]?.mean?.toFixed(4)} is the best of {count(scored)} tried on these folds; on new texts expect
          about {board.selection.estimate.toFixed(3)} ({board.selection.low.toFixed(3)} to{' '}
          {board.selection.high.toFixed(3)}
          ).
        </p>
      )}
      {guessed !== null && (
        <p class="note">
          Always guessing “{baseline?.label}”: {guessed.toFixed(4)} {by}.
        </p>
      )}
      {caveats.map((caveat) => (
        <p class="caveat">! {caveat}</p>
      ))}
    </div>
  );
};

const Header = ({ summary, details }: { readonly summary: SweepSummary; readonly details: SweepDetails }) => (
  <header class="sweep-head">
    <h1>
      {summary.sweep} <State state={summary.state} />
    </h1>
    <p>
      <Progress folds={summary.folds} /> {count(summary.folds.done)} of {plural(summary.folds.total, 'fold')}
      {summary.folds.running > 0 && `, ${summary.folds.running} in training`}
      {summary.failed > 0 && `, ${plural(summary.failed, 'trial')} failed`} · {timeWords(summary)}
    </p>
    <Actions summary={summary} details={details} />
  </header>
);

const views = { leaderboard: 'Leaderboard', axes: 'Axes', time: 'Time', words: 'Words', failures: 'Failures' } as const;
type View = keyof typeof views;

const Tabs = ({ view, failed }: { readonly view: View; readonly failed: number }) => (
  <nav class="tabs" aria-label="Views of this sweep">
    {(Object.keys(views) as View[]).map((each) => (
      <button
        type="button"
        aria-pressed={each === view}
        onClick={() => changeQuery({ view: each === 'leaderboard' ? null : each })}
      >
        {views[each]}
        {each === 'failures' && failed > 0 && ` (${failed})`}
      </button>
    ))}
  </nav>
);

type FoundProps = { readonly board: Board; readonly details: SweepDetails; readonly version: string };

/** The view that the address names, of the trials that it has brushed. */
const Found = ({ board, details, version }: FoundProps) => {
  const { query } = useStore(route);
  const view = (Object.keys(views) as View[]).find((each) => each === query.get('view')) ?? 'leaderboard';
  const [brushedBy, order] = [query.get('brush'), query.get('order')];
  const brush = useMemo(() => parseBrush(brushedBy), [brushedBy]);
  const rows = useMemo(() => brushed(board.rows, brush, details.axes, board.by), [board, brush, details.axes]);
  const compared = (query.get('compare') ?? '').split(',').filter((id) => id !== '');
  const toggle = (id: string): void => {
    const next = compared.includes(id) ? compared.filter((each) => each !== id) : [...compared, id];
    changeQuery({ compare: next.length === 0 ? null : next.join(',') });
  };
  return (
    <>
      <Tabs view={view} failed={board.trials.failed} />
      {brush.size > 0 && (
        <p role="status">
          {count(rows.length)} of {plural(board.rows.length, 'trial')} chosen.
        </p>
      )}
      {view === 'leaderboard' && (
        <>
          <h2>All axes together</h2>
          <Parallel board={board} axes={details.axes} rows={rows} brush={brush} order={order} />
          <h2>Leaderboard</h2>
          {compared.length > 0 && (
            <p role="status">
              {compared.length < 2 ? (
                `${compared[0]}: tick another trial to compare it with.`
              ) : (
                <a href={`${pathTo('sweep', board.sweep, 'compare')}?trials=${compared.join(',')}`}>
                  Compare {compared.join(', ')}
                </a>
              )}
            </p>
          )}
          <LeaderboardTable board={board} axes={details.axes} rows={rows} compared={compared} onCompare={toggle} />
        </>
      )}
      {view === 'axes' && <AxesView board={board} details={details} rows={rows} version={version} />}
      {view === 'time' && <TimeView board={board} version={version} />}
      {view === 'words' && <WordsView board={board} version={version} />}
      {view === 'failures' && <FailuresView board={board} />}
    </>
  );
};

/** One sweep: what won, and how it came. */
export const SweepPage = ({ name }: { readonly name: string }) => {
  const summary = useStore(sweeps)?.find(({ sweep }) => sweep === name);
  const version = summary?.version ?? '';
  const at = `/api/sweeps/${encodeURIComponent(name)}`;
  const details = useResource<SweepDetails>(at, `${version}:${summary?.state}`);
  const board = useResource<Board>(`${at}/leaderboard`, version);
  return (
    <Of resource={details} what={name}>
      {(found) => (
        <>
          {summary !== undefined && <Header summary={summary} details={found} />}
          <Of resource={board} what="the leaderboard">
            {(value) => (
              <>
                <Reading board={value} caveats={found.caveats} />
                <Found board={value} details={found} version={version} />
              </>
            )}
          </Of>
        </>
      )}
    </Of>
  );
};
