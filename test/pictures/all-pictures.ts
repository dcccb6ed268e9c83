import { axisHeat } from '../../pictures/axis-heat.ts';
import { confusionMap } from '../../pictures/confusion-map.ts';
import { historyOfBest } from '../../pictures/history-of-best.ts';
import { importanceBars } from '../../pictures/importance-bars.ts';
import { leaderboardStrip } from '../../pictures/leaderboard-strip.ts';
import { learningCurves } from '../../pictures/learning-curves.ts';
import { marginalPlot } from '../../pictures/marginal-plot.ts';
import { precisionRecallPicture, rocPicture } from '../../pictures/rate-curves.ts';
import type { Picture, Size } from '../../pictures/shape.ts';
import { slotTimeline } from '../../pictures/slot-timeline.ts';
import { wordMap } from '../../pictures/word-map.ts';

const wave = (n: number): number => 0.5 + 0.4 * Math.sin(n * 1.7);

/** Every picture of so many things, all of them called `name`. */
export const allPictures = (
  count: number,
  name: (n: number) => string,
  size?: Partial<Size>,
): readonly (readonly [string, Picture])[] => {
  const of = <T>(make: (n: number) => T, length = count): T[] => Array.from({ length }, (_, n) => make(n));
  const folds = Math.min(count, 5);
  const classes = Math.min(count, 9);
  const rates = of((n) => {
    const points = of((k) => ({ x: k / Math.max(1, count - 1), y: k / Math.max(1, count - 1) }));
    return { label: name(n), folds: of((fold) => ({ fold: fold + 1, area: wave(n + fold), points }), folds) };
  }, classes);
  const values = of((n) => {
    const mean = wave(n);
    return { value: name(n), scores: of(wave, 12), mean, low: mean - 0.05, high: mean + 0.05, trials: n };
  });
  const trial = (n: number) => {
    const head = { id: `t${n}abc`, name: name(n), rank: n + 1, take: n === 1, mean: wave(n) };
    return { ...head, group: n < 3 ? (1 as const) : (2 as const), values: of((k) => wave(n + k / 9), folds) };
  };
  const bar = (n: number) => {
    const kind = (['fold', 'embedding', 'lost', 'waiting'] as const)[n % 4] ?? 'fold';
    return { slot: n, from: n * 10, to: n * 10 + 30, kind, words: name(n) };
  };
  const axis = (key: string) => ({ name: name(0) + key, values: of(name, Math.min(count, 6)) });
  const pair = (x: number, y: number) => ({ x, y, mean: wave(x + 3 * y), trials: 4 });
  const pairs = axis('').values.flatMap((_x, x) => axis('').values.map((_y, y) => pair(x, y)));
  const curves = of((n) => ({ fold: n + 1, train: of((k) => 1 / (k + 1)), heldOut: of((k) => 1.2 / (k + 1)) }), folds);
  const labels = of(name, classes);
  const word = (n: number) => {
    const label = n % 4 === 3 ? null : (labels[n % classes] as string);
    return { word: name(n), count: 9 * n, label, share: label === null ? null : 0.7, x: wave(n), y: wave(2 * n + 1) };
  };
  return [
    ['word map', wordMap({ words: of(word), labels, shares: [0.2, 0.1] }, size)],
    ['learning curves', learningCurves(curves, { measure: name(0), unit: 'nats a row' }, size)],
    [
      'confusion map',
      confusionMap(
        of(name, classes),
        of((i) => of((j) => (i === j ? 30 : i + j), classes), classes),
        size,
      ),
    ],
    ['roc', rocPicture(rates, size)],
    ['precision and recall', precisionRecallPicture(rates, size)],
    ['marginal plot', marginalPlot(name(0), 'macroF1', values, size)],
    [
      'importance',
      importanceBars(
        'macroF1',
        of((n) => ({ name: name(n), share: wave(n) / 3, low: 0.1, high: 0.4 })),
        size,
      ),
    ],
    ['strip', leaderboardStrip('macroF1', of(trial), { total: count + 3, baseline: 0.4 }, size)],
    [
      'history',
      historyOfBest(
        'macroF1',
        of((n) => ({ seconds: n * 7, id: name(n), mean: wave(n) })),
        { lessIsBetter: false },
        size,
      ),
    ],
    [
      'timeline',
      slotTimeline(
        of(name),
        of(bar),
        of((slot) => ({ slot, at: 20, kind: 'killed' as const, words: name(slot) })),
        size,
      ),
    ],
    ['heat', axisHeat('macroF1', { x: axis('x'), y: axis('y') }, pairs, { lessIsBetter: false }, size)],
  ];
};
