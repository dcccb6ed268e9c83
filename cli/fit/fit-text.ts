import type { Metric } from '../../core/grid.ts';
import { confusionText } from '../confusion-text.ts';
import { reportText } from '../report-text.ts';
import { harmless, wrapped } from '../grid/text-width.ts';
import { ruledTable } from '../ruled-table.ts';
import { cautionWords, headWords, looksWords } from './fit-words.ts';
import type { FitView, TestView } from './fit-view.ts';

const widestWords = 100;

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toFixed(3);

/** Scores of the test rows beside those of the folds and of guessing. */
const scoreTable = ({ row }: FitView, { scores, baseline }: TestView, plain: boolean): readonly string[] => {
  const folds = row?.folds ?? 0;
  const spread = (metric: Metric): string => {
    const found = row?.scores[metric];
    if (found === undefined || found.mean === null) return '–';
    return found.sd === null ? figure(found.mean) : `${figure(found.mean)} ± ${figure(found.sd)}`;
  };
  const heads = ['', 'test rows', folds === 1 ? 'held-out rows' : `${folds} folds`, 'guessing'];
  const rows = Object.entries(scores).map(([metric, value]) => [
    metric,
    figure(value),
    spread(metric as Metric),
    figure(baseline.scores[metric]),
  ]);
  return ruledTable(heads, [false, true, true, true], rows, plain).split('\n');
};

const testBlocks = (view: FitView, width: number, plain: boolean): readonly string[] => {
  const { test, labels } = view;
  if (test === null) return [];
  return [
    '',
    ...wrapped(harmless(looksWords(view, test)), plain ? Infinity : Math.min(width, widestWords)),
    '',
    ...scoreTable(view, test, plain),
    '',
    'Confusion matrix of the test rows',
    ...confusionText(test.confusion, labels, { width, plain }),
    '',
    ...reportText(test.confusion, labels, plain ? Infinity : width),
  ];
};

/** All about one model, for a person. */
export const fitText = (
  view: FitView,
  { width, plain, out }: { readonly width: number; readonly plain: boolean; readonly out: string },
): string => {
  const lines = (text: string): readonly string[] =>
    plain ? [harmless(text)] : wrapped(harmless(text), Math.min(width, widestWords));
  const name = view.trial.name.replaceAll(',', ', ');
  return [
    ...lines(headWords(view)),
    ...lines(name).map((line) => line.replaceAll(', ', ',')),
    ...testBlocks(view, width, plain),
    '',
    ...cautionWords(view).flatMap(lines),
    '',
    `Model: ${out}`,
    '',
  ].join('\n');
};
