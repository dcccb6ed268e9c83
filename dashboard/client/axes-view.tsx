import { useMemo } from 'preact/hooks';

import { lessIsBetter } from '../../core/grid.ts';
import type { Metric, ParameterPath } from '../../core/grid.ts';
import { axisHeat } from '../../pictures/axis-heat.ts';
import type { PairMean } from '../../pictures/axis-heat.ts';
import { importanceBars } from '../../pictures/importance-bars.ts';
import { marginalPlot } from '../../pictures/marginal-plot.ts';
import { marginalMeans } from '../../scoring/marginal-means.ts';
import type { SweepAxis, SweepDetails } from '../source.ts';
import type { Board, BoardRow } from './board.ts';
import { placeOn, placesOf } from './brush.ts';
import { Figure } from './figure.tsx';
import { useResource } from './resource.ts';
import { changeQuery, route } from './route.ts';
import { Of } from './state-words.tsx';
import { useStore } from './store.ts';
import { valueText } from './words.ts';

type ViewProps = {
  readonly board: Board;
  readonly details: SweepDetails;
  readonly rows: readonly BoardRow[];
  readonly version: string;
};

const scoresOf = ({ scores }: BoardRow, by: string): readonly number[] =>
  (scores[by]?.values ?? []).filter((value) => value !== null);

/** The scored rows of every value of an axis. */
const byValue = (axis: SweepAxis, rows: readonly BoardRow[]): readonly (readonly BoardRow[])[] => {
  const places = placesOf(axis);
  const found: BoardRow[][] = axis.values.map(() => []);
  for (const row of rows) {
    const at = row.rank === null ? null : placeOn(axis, places, row);
    if (at !== null) found[at]?.push(row);
  }
  return found;
};

const Slice = ({ axis, board, details, rows }: ViewProps & { readonly axis: SweepAxis }) => {
  const { by } = board;
  const values = useMemo(() => {
    const input = byValue(axis, rows).map((own, at) => ({
      value: valueText(axis.values[at]),
      trials: own.map((row) => scoresOf(row, by)),
    }));
    const means = new Map(marginalMeans(input, details.split, by as Metric).map((each) => [each.value, each]));
    return input.map(({ value, trials }) => {
      const { mean = null, low = null, high = null } = means.get(value) ?? {};
      return { value, scores: trials.flat(), mean, low, high, trials: trials.length };
    });
  }, [axis, rows, by]);
  return (
    <Figure
      id={`slice-${axis.name}`}
      inputs={[values]}
      draw={(width) => marginalPlot(axis.name, by, values, { width, height: 320 })}
    />
  );
};

type Shares = {
  readonly state: 'known';
  readonly axes: readonly {
    readonly axes: readonly ParameterPath[];
    readonly share: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  readonly pairs: Shares['axes'];
  readonly rest: number;
};
type Importance = Shares | { readonly state: 'unknown'; readonly reason: string };

const mostPairs = 8;

const Importance = ({ board, details, version }: ViewProps) => {
  const resource = useResource<Importance>(`/api/sweeps/${encodeURIComponent(board.sweep)}/importance`, version);
  return (
    <Of resource={resource} what="the shares of the axes">
      {(found) => {
        if (found.state === 'unknown') return <p class="note">Shares of the variance are not given: {found.reason}.</p>;
        const nameOf = (path: string): string => details.axes.find((axis) => axis.path === path)?.name ?? path;
        const inOrder = (all: Shares['axes']): Shares['axes'] => all.toSorted((a, b) => b.share - a.share);
        const pairs = inOrder(found.pairs);
        const bars = [...inOrder(found.axes), ...pairs.slice(0, mostPairs)].map((share) => ({
          ...share,
          name: share.axes.map(nameOf).join(' × '),
        }));
        return (
          <Figure id="importance" inputs={[found]} draw={(width) => importanceBars(board.by, bars, { width })}>
            <p class="note">
              Functional analysis of variance over the full grid; a pair's share is what the two do beyond each alone.
              Three and more axes together: {(found.rest * 100).toFixed(1)} %.
              {pairs.length > mostPairs && ` ${pairs.length - mostPairs} more pairs explain less.`}
            </p>
          </Figure>
        );
      }}
    </Of>
  );
};

const pairMeans = (x: SweepAxis, y: SweepAxis, rows: readonly BoardRow[], by: string): readonly PairMean[] =>
  byValue(x, rows).flatMap((own, atX) =>
    byValue(y, own).flatMap((both, atY): readonly PairMean[] => {
      const means = both.flatMap(({ scores }) => scores[by]?.mean ?? []);
      if (both.length === 0) return [];
      const mean = means.length === 0 ? null : means.reduce((sum, each) => sum + each, 0) / means.length;
      return [{ x: atX, y: atY, mean, trials: both.length }];
    }),
  );

const named = ({ name, values }: SweepAxis) => ({ name, values: values.map(valueText) });

const Heat = ({
  board,
  axes,
  rows,
}: {
  readonly board: Board;
  readonly axes: readonly SweepAxis[];
  readonly rows: readonly BoardRow[];
}) => {
  const { query } = useStore(route);
  const [first, second] = axes;
  const find = (key: string): SweepAxis | undefined => axes.find(({ name }) => name === query.get(key));
  const x = find('x') ?? first;
  const y = find('y') ?? (x === second ? first : second);
  const means = useMemo(
    () => (x === undefined || y === undefined ? [] : pairMeans(x, y, rows, board.by)),
    [x, y, rows, board.by],
  );
  if (x === undefined || y === undefined || x === y) return null;
  const choice = (key: 'x' | 'y', value: SweepAxis, other: SweepAxis) => (
    <label>
      {key === 'x' ? 'across' : 'down'}{' '}
      <select
        value={value.name}
        onChange={(event) =>
          changeQuery({
            [key]: event.currentTarget.value,
            [key === 'x' ? 'y' : 'x']: other.name === event.currentTarget.value ? value.name : other.name,
          })
        }
      >
        {axes.map(({ name }) => (
          <option value={name}>{name}</option>
        ))}
      </select>
    </label>
  );
  return (
    <Figure
      id="heat"
      inputs={[x, y, means]}
      draw={(width) =>
        axisHeat(
          board.by,
          { x: named(x), y: named(y) },
          means,
          { lessIsBetter: lessIsBetter(board.by as Metric) },
          { width: Math.min(width, 900) },
        )
      }
    >
      {choice('x', x, y)}
      {choice('y', y, x)}
    </Figure>
  );
};

/** How the score moves with the axes: alone, in pairs, and how much each of them matters. */
export const AxesView = (props: ViewProps) => {
  const axes = props.details.axes.filter(({ values }) => values.length > 1);
  if (axes.length === 0) return <p class="state">This grid varies nothing: there is a single trial.</p>;
  return (
    <>
      <h2>Which axes matter</h2>
      <Importance {...props} />
      <h2>Axis by axis</h2>
      <div class="figures">
        {axes.map((axis) => (
          <Slice key={axis.path} {...props} axis={axis} />
        ))}
      </div>
      {axes.length > 1 && <h2>Two axes together</h2>}
      <Heat board={props.board} axes={axes} rows={props.rows} />
    </>
  );
};
