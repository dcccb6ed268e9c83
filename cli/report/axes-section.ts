import { shortName } from '../../core/parameters.ts';
import type { ParameterPath } from '../../core/grid.ts';
import { importanceBars } from '../../pictures/importance-bars.ts';
import { marginalPlot } from '../../pictures/marginal-plot.ts';
import { axesOnRows, importanceInput, marginalInput } from '../../scoring/axis-values.ts';
import type { AxisOnRows } from '../../scoring/axis-values.ts';
import { importance } from '../../scoring/importance.ts';
import type { Share } from '../../scoring/importance.ts';
import { marginalMeans } from '../../scoring/marginal-means.ts';
import type { LeaderboardView } from '../leaderboard-view.ts';
import { figure } from './figure.ts';
import { el, paragraphs, t } from './html.ts';
import type { Html } from './html.ts';

const mostPairs = 8;

const slice = (axis: AxisOnRows, { leaderboard, split }: LeaderboardView): Html => {
  const { by } = leaderboard;
  const input = marginalInput(axis, leaderboard);
  const means = new Map(marginalMeans(input, split, by).map((each) => [each.value, each]));
  const values = input.map(({ value, trials }) => {
    const { mean = null, low = null, high = null } = means.get(value) ?? {};
    return { value, scores: trials.flat(), mean, low, high, trials: trials.length };
  });
  return figure(marginalPlot(shortName(axis.path), by, values));
};

const nameOf = ({ axes }: Share<ParameterPath>): string => axes.map(shortName).join(' × ');

const shares = (axes: readonly AxisOnRows[], view: LeaderboardView): readonly Html[] => {
  const { leaderboard } = view;
  const found = importance(importanceInput(axes, leaderboard, view));
  if (found.state === 'unknown')
    return [el('p', { class: 'note' }, t(`Shares of the variance are not given: ${found.reason}.`))];
  const inOrder = (all: readonly Share<ParameterPath>[]): readonly Share<ParameterPath>[] =>
    all.toSorted((a, b) => b.share - a.share);
  const pairs = inOrder(found.pairs);
  const bars = [...inOrder(found.axes), ...pairs.slice(0, mostPairs)].map((share) => ({
    ...share,
    name: nameOf(share),
  }));
  const left = pairs.length - Math.min(pairs.length, mostPairs);
  const luck = found.axes.flatMap((each) =>
    each.byLuck === null ? [] : [`${nameOf(each)} ${(each.byLuck * 100).toFixed(1)} %`],
  );
  return [
    figure(importanceBars(leaderboard.by, bars)),
    ...paragraphs([
      `Shares are those of a functional analysis of variance over the full grid; a pair's is what the two do beyond each alone. ` +
        `Three and more axes together: ${(found.rest * 100).toFixed(1)} %.` +
        (left > 0 ? ` ${left} more pairs explain less than those shown.` : '') +
        (luck.length > 0 ? ` Where nothing but luck differed, an axis would take about: ${luck.join(', ')}.` : ''),
    ]),
  ];
};

/** How the score moves with each axis: means, intervals and shares of the variance. */
export const axesSection = (view: LeaderboardView): readonly Html[] => {
  const { leaderboard } = view;
  if (leaderboard.scored.length === 0 || view.axes.length === 0) return [];
  const axes = axesOnRows(leaderboard, view.axes, view.paramsOf).filter(({ values }) => values.length > 1);
  return [
    el(
      'section',
      { id: 'axes' },
      el('h2', {}, t('What the axes do')),
      el(
        'div',
        { class: 'pair' },
        axes.map((axis) => slice(axis, view)),
      ),
      el('h3', {}, t('Which of them matter')),
      shares(axes, view),
    ),
  ];
};
