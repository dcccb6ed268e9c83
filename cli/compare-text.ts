import { styleText } from 'node:util';

import { lessIsBetter } from '../core/grid.ts';
import type { ScoredRow } from '../scoring/leaderboard.ts';
import { intervalStrip } from '../pictures/terminal/strip.ts';
import type { StripScale } from '../pictures/terminal/strip.ts';
import { plural } from '../core/amounts.ts';
import type { CompareView, DifferingText } from './compare-view.ts';
import { count } from './grid/page.ts';
import { cutTo, harmless, wrapped } from './grid/text-width.ts';
import { rowWithSame } from './row-words.ts';
import { nothing, pText, scoreText, signed } from './leaderboard-view.ts';
import { ruledTable } from './ruled-table.ts';

export type CompareOptions = {
  readonly width: number;
  readonly colour: boolean;
  readonly plain: boolean;
  readonly texts: number; // shown at most
};

const widestWords = 110;
const stripColumns = 31;
const mostFolds = 50;

const half = (view: CompareView): number => {
  const { differences, low, high } = view.pair;
  return Math.max(...[...differences, low ?? 0, high ?? 0].map(Math.abs), Number.MIN_VALUE);
};

/** Differences about zero, which lies in the middle. */
const scaleOf = (view: CompareView): StripScale => ({ low: -half(view), high: half(view), columns: stripColumns });

const foldTable = (view: CompareView, plain: boolean): readonly string[] => {
  const { first, second, pair, by } = view;
  const scale = scaleOf(view);
  const valueOf = ({ scores }: ScoredRow, at: number): string => scores[by]?.values[at]?.toFixed(4) ?? nothing;
  const picture = (mean: number, low: number | null, high: number | null): readonly string[] =>
    plain ? [] : [intervalStrip({ mean, low, high }, scale, 0).trimEnd()];
  const folds = pair.differences
    .slice(0, mostFolds)
    .map((each, at) => [
      String(at + 1),
      valueOf(first, at),
      valueOf(second, at),
      signed(each),
      ...picture(each, null, null),
    ]);
  const means = [first, second].map(({ scores }) => scores[by]?.mean?.toFixed(4) ?? nothing);
  const last = ['mean', ...means, signed(pair.mean), ...picture(pair.mean, pair.low, pair.high)];
  const middle = (stripColumns - 1) / 2;
  const head = plain ? [] : [`${signed(-half(view)).padEnd(middle)}0${signed(half(view)).padStart(middle)}`];
  const lines = ruledTable(
    ['fold', first.id, second.id, 'difference', ...head],
    [false, true, true, true, false],
    [...folds, last],
    plain,
  ).split('\n');
  const hidden = pair.differences.length - folds.length;
  return hidden > 0 ? [...lines, `Not shown: ${plural(hidden, 'more fold')} (--json has them).`] : lines;
};

/** What the folds say of the two, without calling equal what was not told apart. */
const testWords = ({ first, second, by, pair, split }: CompareView): readonly string[] => {
  const { pValue, low, high, mean, higher, equal, lower, t, degreesOfFreedom } = pair;
  const better = lessIsBetter(by) ? mean < 0 : mean > 0;
  const [winner, loser] = better ? [first, second] : [second, first];
  const wins = lessIsBetter(by) ? [lower, higher] : [higher, lower];
  const counted =
    `${first.id} is better in ${wins[0]} of ${plural(pair.differences.length, 'fold')}, ${second.id} in ${wins[1]}` +
    `${equal > 0 ? `, equal in ${equal}` : ''}.`;
  if (pValue === null || low === null || high === null)
    return [counted, 'A single split: nothing here says whether that difference is luck.'];
  const test = t === null ? '' : `t = ${t.toFixed(3)} with ${degreesOfFreedom} degrees of freedom, `;
  const folds = split.repeats > 1 ? 'splits' : 'folds';
  const said =
    pValue <= 0.05
      ? `The ${folds} show that ${winner.id} is better than ${loser.id}`
      : `The ${folds} do not tell the two apart, which does not show that they are as good`;
  return [
    counted,
    `${said}: difference ${signed(mean)}, 95 % interval ${signed(low)} to ${signed(high)} (${test}p = ${pText(pValue)}; ` +
      `t-test corrected for ${folds} that share training rows, of two trials that were named beforehand: for the best of many read the ` +
      `groups of the leaderboard).`,
  ];
};

const mcnemarWords = ({ first, second, predictions }: CompareView): readonly string[] => {
  const { rows, bothRight, onlyFirst, onlySecond, bothWrong, method, pValue } = predictions;
  const kind = method === 'exact' ? 'exact' : 'chi-square with continuity correction';
  const said =
    pValue <= 0.05
      ? `${onlyFirst > onlySecond ? first.id : second.id} is right more often (p = ${pText(pValue)}, McNemar, ${kind})`
      : `which of the two is right more often is not shown (p = ${pText(pValue)}, McNemar, ${kind})`;
  return [
    `Of ${plural(rows, 'held-out text')} both are right on ${count(bothRight)}, both wrong on ${count(bothWrong)}; only ${first.id} is right on ` +
      `${count(onlyFirst)}, only ${second.id} on ${count(onlySecond)}: ${said}. That test takes the trained networks as they are and says ` +
      `nothing of another training.`,
  ];
};

const share = (probabilities: readonly number[], at: number): string =>
  `${Math.round(100 * (probabilities[at] as number))} %`;

const textLines = (view: CompareView, { width, plain, texts }: CompareOptions): readonly string[] => {
  const { differing, first, second, labels } = view;
  const label = (at: number): string => cutTo(harmless(labels[at] as string), 24);
  const verdict = (given: number, probabilities: readonly number[], truth: number): string => {
    const right = given === truth;
    const sign = plain ? (right ? 'right: ' : 'wrong: ') : right ? '✓ ' : '✗ ';
    return `${sign}${label(given)} ${share(probabilities, given)}`;
  };
  const lines = (each: DifferingText): readonly string[] => {
    const head =
      `${rowWithSame(each)}, truly ${label(each.truth)}; ` +
      `${first.id} ${verdict(each.first, each.firstProbabilities, each.truth)}; ` +
      `${second.id} ${verdict(each.second, each.secondProbabilities, each.truth)}`;
    const words = harmless(each.text);
    return plain ? [head, words] : [...wrapped(head, width), ...wrapped(words, width - 4).map((line) => `    ${line}`)];
  };
  const hidden = differing.length - texts;
  const more =
    hidden > 0 ? [`Not shown: ${plural(hidden, 'more such text')} (--texts ${differing.length}, or --json).`] : [];
  return [...differing.slice(0, texts).flatMap(lines), ...more];
};

/** Two trials beside each other, for a person. */
export const compareText = (view: CompareView, options: CompareOptions): string => {
  const { width, colour, plain } = options;
  const { first, second, by, differing } = view;
  const bold = (text: string): string => (colour && !plain ? styleText('bold', text, { validateStream: false }) : text);
  const words = (texts: readonly string[]): readonly string[] =>
    plain
      ? texts
      : texts.flatMap((text) =>
          wrapped(text, Math.min(width, widestWords) - 2).map((line, n) => (n > 0 ? `  ${line}` : line)),
        );
  const who = ({ id, name, rank, group, scores }: ScoredRow): string =>
    `${id}: ${scoreText(scores[by])}, rank ${rank}, group ${group}: ${harmless(name)}`;
  return [
    ...words([
      `${view.sweep}: ${first.id} and ${second.id} by ${by}${lessIsBetter(by) ? ', lower is better' : ''}`,
    ]).map(bold),
    ...words([who(first), who(second)]),
    '',
    ...foldTable(view, plain),
    '',
    ...words([...testWords(view), ...mcnemarWords(view)]),
    ...(differing.length === 0
      ? []
      : ['', bold(`Texts that they class differently, the furthest apart first`), ...textLines(view, options)]),
    '',
  ].join('\n');
};
