import type { Value } from '../../core/grid.ts';
import { valueText } from '../../core/parameters.ts';
import type { TrialView, ScoredFold } from '../../activities/trial-view.ts';
import { scoredFolds } from '../../activities/trial-view.ts';
import { confusionMap } from '../../pictures/confusion-map.ts';
import { learningCurves } from '../../pictures/learning-curves.ts';
import { precisionRecallPicture, rocPicture } from '../../pictures/rate-curves.ts';
import { classificationReport, reportNumber } from '../../scoring/classification-report.ts';
import { sumConfusions } from '../../scoring/confusion.ts';
import { figure } from './figure.ts';
import { el, t, tableOf } from './html.ts';
import type { Html } from './html.ts';

const mostHard = 10;

const number = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

const foldTable = (folds: readonly ScoredFold[]): Html => {
  const metrics = Object.keys(folds[0]?.scores ?? {}) as (keyof ScoredFold['scores'])[];
  return tableOf(
    'Scores of every fold',
    [{ text: 'fold', right: true }, ...metrics.map((text) => ({ text, right: true }))],
    folds.map(({ fold, scores }) => ({
      cells: [
        { text: String(fold), right: true },
        ...metrics.map((each) => ({ text: number(scores[each]), right: true })),
      ],
    })),
  );
};

/** The layout of scikit-learn's classification_report. */
const reportTable = (confusion: readonly (readonly number[])[], labels: readonly string[]): Html => {
  const { classes, accuracy, macro, weighted } = classificationReport(confusion, labels);
  const two = (value: number): string => reportNumber(value, 2);
  const averages = [
    { label: 'macro avg', ...macro },
    { label: 'weighted avg', ...weighted },
  ];
  const row = (each: (typeof classes)[number]) => ({
    cells: [
      { text: each.label, strong: true },
      ...[two(each.precision), two(each.recall), two(each.f1), String(each.support)].map((text) => ({
        text,
        right: true,
      })),
    ],
  });
  const overall = {
    cells: [
      { text: 'accuracy', strong: true },
      ...['', '', two(accuracy), String(macro.support)].map((text) => ({ text, right: true })),
    ],
  };
  return tableOf(
    'Classification report of that matrix',
    [{ text: '' }, ...['precision', 'recall', 'f1-score', 'support'].map((text) => ({ text, right: true }))],
    [...classes.map(row), overall, ...averages.map(row)],
  );
};

const curves = (folds: readonly ScoredFold[]): Html => {
  const of = (train: 'loss' | 'accuracy', heldOut: 'heldOutLoss' | 'heldOutAccuracy') =>
    folds.map((fold) => ({ fold: fold.fold, train: fold.curves[train], heldOut: fold.curves[heldOut] }));
  return el(
    'div',
    { class: 'pair' },
    figure(
      learningCurves(of('loss', 'heldOutLoss'), { measure: 'loss', unit: 'nats a row' }, { width: 460, height: 300 }),
    ),
    figure(
      learningCurves(
        of('accuracy', 'heldOutAccuracy'),
        { measure: 'accuracy', unit: null },
        { width: 460, height: 300 },
      ),
    ),
  );
};

/** Of two classes one curve says all: the other's is its mirror. */
const ratedLabels = ({ labels, positive }: TrialView): readonly number[] => {
  if (labels.length !== 2) return [...labels.keys()];
  return [Math.max(0, labels.indexOf(positive ?? (labels[1] as string)))];
};

const rates = (view: TrialView, folds: readonly ScoredFold[]): Html => {
  const classes = ratedLabels(view).map((at) => ({ at, label: view.labels[at] as string }));
  const roc = classes.map(({ at, label }) => ({
    label,
    folds: folds.map((fold) => ({
      fold: fold.fold,
      area: fold.roc[at]?.area ?? null,
      points: (fold.roc[at]?.points ?? []).map((point) => ({ x: point.falsePositiveRate, y: point.truePositiveRate })),
    })),
  }));
  const precision = classes.map(({ at, label }) => ({
    label,
    folds: folds.map((fold) => ({
      fold: fold.fold,
      area: fold.precisionRecall[at]?.area ?? null,
      points: (fold.precisionRecall[at]?.points ?? []).map((point) => ({ x: point.recall, y: point.precision })),
    })),
  }));
  return el('div', { class: 'pair' }, figure(rocPicture(roc)), figure(precisionRecallPicture(precision)));
};

const hardest = ({ hardest: rows, labels }: TrialView): readonly Html[] => {
  if (rows.length === 0) return [];
  return [
    el('h3', {}, t('Held-out texts that were most surely wrong')),
    el(
      'p',
      { class: 'note' },
      t(
        'As the words that the network saw; times: rows with this text that came to the same. Look here first for wrong labels.',
      ),
    ),
    tableOf(
      'The surest mistakes',
      [
        { text: 'row', right: true },
        { text: 'times', right: true },
        { text: 'label' },
        { text: 'taken for' },
        { text: 'probability', right: true },
        { text: 'text' },
      ],
      rows.slice(0, mostHard).map(({ row, rows: same, truth, predicted, probability, text }) => ({
        cells: [
          { text: String(row + 1), right: true },
          { text: String(same.length), right: true },
          { text: labels[truth] as string },
          { text: labels[predicted] as string },
          { text: probability.toFixed(3), right: true },
          { text },
        ],
      })),
    ),
  ];
};

/** The trial to take, from near: its folds, matrix, report, curves, rates and mistakes. */
export const trialSection = (view: TrialView): Html => {
  const folds = scoredFolds(view);
  const confusion = sumConfusions(folds.map((fold) => fold.confusion));
  const parameters = Object.entries(view.parameters).map(([path, value]) => `${path}=${valueText(value as Value)}`);
  const row = view.row?.state === 'scored' ? view.row : null;
  return el(
    'section',
    { id: 'trial' },
    el('h2', {}, t(`The trial to take: ${view.id}`)),
    el('p', {}, t(`${view.name}${row === null ? '' : `: rank ${row.rank} of ${view.ranked}, group ${row.group}`}.`)),
    el('div', { class: 'wide' }, foldTable(folds)),
    el(
      'div',
      { class: 'pair' },
      figure(confusionMap(view.labels, confusion)),
      el('div', {}, reportTable(confusion, view.labels)),
    ),
    el('div', { class: 'whole' }, el('h3', {}, t('Learning curves')), curves(folds)),
    el('div', { class: 'whole' }, el('h3', {}, t('How well it orders the texts')), rates(view, folds)),
    hardest(view),
    el('h3', {}, t('All its parameters')),
    el('p', {}, el('code', {}, t(parameters.join('  ')))),
  );
};
