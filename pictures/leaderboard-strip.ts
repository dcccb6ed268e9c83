import { areaOf, bottomAxis, drawing, emptyWords, leftNames, line, sizeOf } from './frame.ts';
import { labelWidth, score } from './labels.ts';
import { legend } from './legend.ts';
import { hue } from './palette.ts';
import { banded, extent, linear } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

/** A ranked trial as the leaderboard has it. */
export type StripTrial = {
  readonly id: string;
  readonly name: string;
  readonly rank: number;
  readonly group: 1 | 2;
  readonly take: boolean;
  readonly mean: number | null;
  readonly values: readonly (number | null)[];
};

const groups = {
  1: { colour: hue(0), name: 'group 1: not shown to be worse than rank 1' },
  2: { colour: hue(1), name: 'group 2: shown to be worse' },
} as const;

const guessing = { colour: 'var(--bad)', name: 'always guessing', dash: '4 3' };

const stripOf = (trial: StripTrial, row: number, y: number, height: number, x: (value: number) => number): Shape => {
  const { colour } = groups[trial.group];
  const values = trial.values.filter((each) => each !== null && Number.isFinite(each)) as number[];
  const dots = values.map((value) =>
    shape('circle', {
      cx: round(x(value)),
      cy: round(y),
      r: 3,
      stroke: colour,
      'stroke-opacity': 0.8,
      fill: trial.group === 1 ? colour : 'var(--paper)',
      'fill-opacity': 0.35,
    }),
  );
  const half = Math.min(9, height / 2);
  const mean =
    trial.mean === null
      ? []
      : [line(x(trial.mean), y - half, x(trial.mean), y + half, { stroke: 'var(--ink)', 'stroke-width': 2.5 })];
  const words = `${trial.id} ${trial.name}: rank ${trial.rank}, group ${trial.group}, mean ${score(trial.mean)}`;
  return shape('g', { 'data-row': row }, [shape('title', {}, [words]), ...dots, ...mean]);
};

/**
 * The folds' scores of ranked trials, best first: a dot per fold, a bar at the mean, groups by colour and filling.
 * @param baseline what always guessing scores; null: not known
 */
export const leaderboardStrip = (
  metric: string,
  trials: readonly StripTrial[],
  { total, baseline }: { readonly total: number; readonly baseline: number | null },
  wanted?: Partial<Size>,
): Picture => {
  const title = trials.length < total ? `${metric} of the ${trials.length} leaders by fold` : `${metric} by fold`;
  const size = sizeOf(wanted, { width: 640, height: 84 + 20 * Math.max(3, trials.length) });
  const names = trials.map(({ rank, id, take }) => `${take ? '▸ ' : ''}${rank}  ${id}`);
  const left = 22 + Math.max(30, ...names.map((name) => labelWidth(name)));
  const values = trials.flatMap(({ values: own }) => own.filter((each) => each !== null));
  const [low, high] = extent(values);
  const guessed = baseline !== null && baseline >= low && baseline <= high ? baseline : null;
  const shown = ([1, 2] as const).filter((group) => trials.some((trial) => trial.group === group));
  const entries = [...shown.map((group) => groups[group]), ...(guessed === null ? [] : [guessing])];
  const key = legend(entries, { left: 8, top: 4, width: size.width - 16 });
  const area = areaOf(size, { left, top: Math.min(key.height + 10, size.height - 80) });
  const x = linear(extent(values), [area.left, area.right]);
  const y = banded(names, [area.top, area.bottom], 0.2);
  const next = trials.findIndex(({ group }) => group === 2);
  const border = next > 0 ? (y.at(next - 1) + y.at(next)) / 2 : null;
  return {
    title,
    note: 'A dot per fold, a bar at the mean; ▸ is the trial to take.',
    table: {
      columns: [
        'rank',
        'id',
        'trial',
        'group',
        'mean',
        ...Array.from({ length: Math.max(0, ...trials.map((each) => each.values.length)) }, (_, n) => `fold ${n + 1}`),
      ],
      rows: trials.map((trial) => [trial.rank, trial.id, trial.name, trial.group, trial.mean, ...trial.values]),
    },
    svg: drawing(size, title, `${trials.length} of ${total} trials, the best mean first`, [
      ...key.shapes,
      ...bottomAxis(area, x, metric),
      ...leftNames(area, y),
      ...(guessed === null
        ? []
        : [
            line(x.at(guessed), area.top, x.at(guessed), area.bottom, {
              stroke: 'var(--bad)',
              'stroke-dasharray': '4 3',
            }),
          ]),
      ...(border === null
        ? []
        : [line(8, border, area.right, border, { stroke: 'var(--soft)', 'stroke-dasharray': '6 4' })]),
      ...(trials.length === 0 ? [emptyWords(area, 'No trial has a score yet.')] : []),
      ...trials.map((trial, n) => stripOf(trial, n, y.at(n), y.width, x.at)),
    ]),
  };
};
