import { useMemo, useRef, useState } from 'preact/hooks';

import { nearestTrial, parallelAxes, parallelPlaces, wayOf } from '../../pictures/parallel-axes.ts';
import type { ParallelAxis, ParallelPlaces, ParallelTrial } from '../../pictures/parallel-axes.ts';
import type { SweepAxis } from '../source.ts';
import type { Board, BoardRow } from './board.ts';
import { ordered, placeOn, placesOf } from './brush.ts';
import type { Brush, Range } from './brush.ts';
import { Controls, setRange } from './axis-controls.tsx';
import { Figure, useWidth } from './figure.tsx';
import type { Lines } from './marks.ts';
import { changeQuery, goTo, pathTo } from './route.ts';
import { score, valueText } from './words.ts';

const height = 380;

type ParallelProps = {
  readonly board: Board;
  readonly axes: readonly SweepAxis[];
  readonly rows: readonly BoardRow[]; // that are brushed
  readonly brush: Brush;
  readonly order: string | null;
};

/** Which of an axis's values, or which numbers, lie between two heights of the drawing. */
const rangeBetween = (
  axis: ParallelAxis,
  n: number,
  { y, area }: ParallelPlaces,
  top: number,
  bottom: number,
): Range | null => {
  const scale = y[n];
  if (scale === undefined) return null;
  if (axis.values !== null) {
    const inside = axis.values.flatMap((_, at) => (scale.at(at) >= top && scale.at(at) <= bottom ? [at] : []));
    return inside.length === 0 ? null : [inside[0] as number, inside.at(-1) as number];
  }
  const [low, high] = [scale.at(0), scale.at(1)]; // a straight line: two points give all
  const value = (height: number): number => Number(((height - low) / (high - low)).toPrecision(5));
  return [value(Math.min(area.bottom, bottom)), value(Math.max(area.top, top))];
};

/** How far from a line the pointer is still on it, in pixels. */
const reach = 10;

const wordsOf = (axes: readonly ParallelAxis[], { id, at }: ParallelTrial): string =>
  `${id}: ${axes
    .flatMap(({ name, values }, n) => {
      const value = at[n] ?? null;
      return value === null ? [] : [`${name} ${values === null ? score(value) : values[value]}`];
    })
    .join(', ')}`;

/** The lines of the chosen trials, each to be pointed at; the best first. */
const linesOf = (
  axes: readonly ParallelAxis[],
  trials: readonly ParallelTrial[],
  places: ParallelPlaces,
  point: (way: string | null) => void,
): Lines => {
  const chosen = trials.filter((trial) => trial.chosen);
  const last = axes.length - 1;
  return {
    count: chosen.length,
    words: (line) => wordsOf(axes, chosen[line] as ParallelTrial),
    end: (line) => [places.x(last), places.y[last]?.at(chosen[line]?.at[last] ?? 0) ?? 0],
    near: (x, y) => {
      const found = nearestTrial(chosen, places, [x, y], reach);
      return found === null ? null : chosen.indexOf(found);
    },
    show: (line) => point(line === null ? null : wayOf(chosen[line] as ParallelTrial, places)),
  };
};

type OverlayProps = {
  readonly pointed: string | null; // the way of the line that is pointed at
  readonly axes: readonly ParallelAxis[];
  readonly places: ParallelPlaces;
  readonly brush: Brush;
  readonly width: number;
};

/** What the pointer can do on the drawing: draw a range on an axis, or press it once to clear it. */
const Overlay = ({ axes, places, brush, width, pointed }: OverlayProps) => {
  const drag = useRef<{ readonly axis: number; readonly from: number } | null>(null);
  const { area, x, y } = places;
  const heightOf = (event: PointerEvent): number =>
    event.clientY - (event.currentTarget as Element).closest('svg')!.getBoundingClientRect().top;
  const move = (event: PointerEvent): void => {
    const now = drag.current;
    if (now === null) return;
    const at = heightOf(event);
    const axis = axes[now.axis] as ParallelAxis;
    const range =
      Math.abs(at - now.from) < 4
        ? null
        : rangeBetween(axis, now.axis, places, Math.min(at, now.from), Math.max(at, now.from));
    setRange(brush, axis.name, range);
  };
  return (
    <svg class="overlay" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {pointed !== null && <path class="pointed" d={pointed} />}
      {axes.map((axis, n) => {
        const range = brush.get(axis.name);
        const ends = range?.map((value) => (y[n] as (typeof y)[number]).at(value)) ?? [];
        const pad = axis.values === null ? 0 : 8;
        return (
          <g>
            {ends.length === 2 && (
              <rect
                class="brushed"
                x={x(n) - 8}
                y={Math.min(...ends) - pad}
                width={16}
                height={Math.abs((ends[0] as number) - (ends[1] as number)) + 2 * pad}
              />
            )}
            <rect
              class="axis-hold"
              data-axis={axis.name}
              x={x(n) - 16}
              y={area.top}
              width={32}
              height={area.bottom - area.top}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                drag.current = { axis: n, from: heightOf(event) };
              }}
              onPointerMove={move}
              onPointerUp={(event) => {
                move(event);
                drag.current = null;
              }}
            />
          </g>
        );
      })}
    </svg>
  );
};

/** Parallel coordinates of all scored trials, with a brush on every axis; what is brushed is what the leaderboard shows. */
export const Parallel = ({ board, axes: given, rows, brush, order }: ParallelProps) => {
  const { ref, width } = useWidth();
  const axes = useMemo(() => ordered(given, order).filter(({ values }) => values.length > 1), [given, order]);
  const drawnAxes = useMemo<readonly ParallelAxis[]>(
    () => [
      ...axes.map(({ name, values }) => ({ name, values: values.map(valueText) })),
      { name: board.by, values: null },
    ],
    [axes, board.by],
  );
  const trials = useMemo<readonly ParallelTrial[]>(() => {
    const chosen = new Set(rows);
    const places = axes.map(placesOf);
    return board.rows
      .filter(({ rank }) => rank !== null)
      .map((row) => ({
        id: row.id,
        at: [
          ...axes.map((axis, n) => placeOn(axis, places[n] as ReadonlyMap<string, number>, row)),
          row.scores[board.by]?.mean ?? null,
        ],
        chosen: chosen.has(row),
      }));
  }, [board, rows, axes]);
  const size = { width: Math.max(260, width), height };
  const places = useMemo(() => parallelPlaces(drawnAxes, trials, size), [drawnAxes, trials, size.width]);
  const [pointed, point] = useState<string | null>(null);
  const lines = useMemo(() => linesOf(drawnAxes, trials, places, point), [drawnAxes, trials, places]);
  const chosen = useMemo(() => trials.filter((trial) => trial.chosen), [trials]);
  return (
    <div>
      <div class="figure-measure" ref={ref} />
      <Figure
        id="parallel"
        draw={() => parallelAxes(board.by, drawnAxes, trials, size)}
        inputs={[drawnAxes, trials, size.width]}
        lines={lines}
        onMark={(line) => goTo(pathTo('sweep', board.sweep, 'trial', chosen[line]?.id ?? ''))}
        above={<Overlay axes={drawnAxes} places={places} brush={brush} width={size.width} pointed={pointed} />}
      >
        <p class="note">
          {brush.size === 0 ? (
            'Draw along an axis to choose trials; the leaderboard below shows those alone.'
          ) : (
            <button type="button" onClick={() => changeQuery({ brush: null })}>
              Choose all again
            </button>
          )}
        </p>
        <Controls axes={axes} brush={brush} />
      </Figure>
    </div>
  );
};
