import { useMemo } from 'preact/hooks';

import type { Sentence } from '../../scoring/leaderboard-words.ts';
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
import { count } from './words.ts';

/** The text with every trial that it names as a link. */
const Linked = ({
  text,
  sweep,
  ids,
}: {
  readonly text: string;
  readonly sweep: string;
  readonly ids: ReadonlySet<string>;
}) => (
  <>
    {text
      .split(/\b(t[0-9a-f]{4,12})\b/)
      .map((part) => (ids.has(part) ? <a href={pathTo('sweep', sweep, 'trial', part)}>{part}</a> : part))}
  </>
);

const looks: Readonly<Partial<Record<Sentence['about'], string>>> = {
  take: 'first',
  guessing: 'note',
  failure: 'bad',
  caveat: 'caveat',
};

/** What won, how sure that is and what may mislead, in the words of the terminal and of the report. */
const Reading = ({ board, reading }: { readonly board: Board; readonly reading: SweepDetails['reading'] }) => {
  const ids = useMemo(() => new Set(board.rows.map(({ id }) => id)), [board]);
  return (
    <div class="reading">
      <p class="soft">{reading.above}.</p>
      {reading.below.map(({ about, text }) => (
        <p class={looks[about] ?? ''}>
          {about === 'caveat' && '! '}
          <Linked text={text} sweep={board.sweep} ids={ids} />
        </p>
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
  const all = useStore(sweeps);
  const summary = all?.find(({ sweep }) => sweep === name);
  const version = summary?.version ?? '';
  const at = `/api/sweeps/${encodeURIComponent(name)}`;
  const isKnown = all !== null; // before, its version is not, and all would be read twice
  const details = useResource<SweepDetails>(isKnown ? at : null, `${version}:${summary?.state}`);
  const board = useResource<Board>(isKnown ? `${at}/leaderboard` : null, version);
  return (
    <Of resource={details} what={name}>
      {(found) => (
        <>
          {summary !== undefined && <Header summary={summary} details={found} />}
          <Of resource={board} what="the leaderboard">
            {(value) => (
              <>
                <Reading board={value} reading={found.reading} />
                <Found board={value} details={found} version={version} />
              </>
            )}
          </Of>
        </>
      )}
    </Of>
  );
};
