import { useState } from 'preact/hooks';

import type { SweepSummary } from '../source.ts';
import { sweeps } from './live.ts';
import { pathTo } from './route.ts';
import { Sparkline } from './sparkline.tsx';
import { Loading } from './state-words.tsx';
import { useStore } from './store.ts';
import { duration } from '../../core/amounts.ts';
import { count, spread } from './words.ts';

export const Progress = ({ folds }: Pick<SweepSummary, 'folds'>) => (
  <progress max={folds.total} value={folds.done + folds.failed} aria-label="folds done">
    {folds.done} of {folds.total}
  </progress>
);

export const State = ({ state }: Pick<SweepSummary, 'state'>) => <span class={`badge ${state}`}>{state}</span>;

/** When it will be done, or how long it took. */
export const timeWords = ({ state, etaSeconds, startedAt, finishedAt }: SweepSummary): string => {
  if (finishedAt !== null) return `took ${duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)}`;
  if (state !== 'running') return '–';
  return etaSeconds === null ? 'not known yet' : `about ${duration(etaSeconds)}`;
};

type RowProps = { readonly summary: SweepSummary; readonly isTicked: boolean; readonly onTick: () => void };

const Row = ({ summary, isTicked, onTick }: RowProps) => {
  const { sweep, state, folds, trials, scored, failed, best, by, bestSoFar } = summary;
  return (
    <tr>
      <td>
        <input type="checkbox" checked={isTicked} onChange={onTick} aria-label={`compare ${sweep}`} />
      </td>
      <th scope="row">
        <a href={pathTo('sweep', sweep)}>{sweep}</a>
      </th>
      <td>
        <State state={state} />
      </td>
      <td>
        <Progress folds={folds} /> {count(folds.done)} of {count(folds.total)}
      </td>
      <td class="number">
        {count(scored)} of {count(trials)}
        {failed > 0 && <span class="bad">, {count(failed)} failed</span>}
      </td>
      <td class="number">
        {best === null ? '–' : <a href={pathTo('sweep', sweep, 'trial', best.id)}>{spread(best.mean, best.sd)}</a>}{' '}
        <span class="soft">{by}</span>
      </td>
      <td>
        <Sparkline values={bestSoFar} label={`best ${by} so far, in the order of the grid`} />
      </td>
      <td>{timeWords(summary)}</td>
    </tr>
  );
};

/** The way to compare two sweeps, once two are ticked. */
const CompareLink = ({ ticked }: { readonly ticked: readonly string[] }) => {
  const [first, second] = ticked;
  if (first === undefined) return <p class="note">Tick two sweeps to compare them.</p>;
  return (
    <p role="status">
      {second === undefined ? (
        `${first}: tick another sweep to compare it with.`
      ) : (
        <a href={`/compare?${new URLSearchParams({ first, second })}`}>
          Compare {first} and {second}
        </a>
      )}
    </p>
  );
};

/** All sweeps of the store; one that begins appears by itself. */
export const SweepsPage = () => {
  const all = useStore(sweeps);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const tick = (name: string): void =>
    setTicked(ticked.includes(name) ? ticked.filter((each) => each !== name) : [...ticked, name].slice(-2));
  if (all === null) return <Loading what="the sweeps" />;
  if (all.length === 0)
    return (
      <div class="state">
        <h1>No sweep yet</h1>
        <p>
          Start one and it appears here by itself: <code>sweep start grids/tour.yaml</code>
        </p>
      </div>
    );
  return (
    <>
      <h1>Sweeps</h1>
      <div class="scroll" tabIndex={0} role="region" aria-label="Sweeps">
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">compare</span>
              </th>
              {['sweep', 'state', 'folds', 'trials scored', 'best mean ± sd', 'best so far', 'time left'].map(
                (head) => (
                  <th scope="col">{head}</th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {all.toReversed().map((summary) => (
              <Row
                key={summary.sweep}
                summary={summary}
                isTicked={ticked.includes(summary.sweep)}
                onTick={() => tick(summary.sweep)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {all.length > 1 && <CompareLink ticked={ticked} />}
    </>
  );
};
