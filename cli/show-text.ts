import { styleText } from 'node:util';

import type { Value } from '../core/grid.ts';
import { valueText } from '../core/parameters.ts';
import { sumConfusions } from '../scoring/confusion.ts';
import { mean } from '../scoring/residual-variance.ts';
import type { Paint } from '../pictures/terminal/accent.ts';
import { accent, unpainted } from '../pictures/terminal/accent.ts';
import { historyTexts } from './amend/history-text.ts';
import { plural } from '../core/amounts.ts';
import { moment } from './amounts.ts';
import { attemptSentence } from './attempt-words.ts';
import { confusionText } from './confusion-text.ts';
import { curvesText } from './curves-text.ts';
import { foldTable } from './fold-table.ts';
import { shareText } from './grid/describe-embeddings.ts';
import { count } from './grid/page.ts';
import { harmless, wrapped } from './grid/text-width.ts';
import { nothing } from './leaderboard-view.ts';
import { rowWithSame } from './row-words.ts';
import { reportText } from './report-text.ts';
import type { FoldView, TrialView } from '../activities/trial-view.ts';
import { scoredFolds } from '../activities/trial-view.ts';

export type ShowOptions = { readonly width: number; readonly colour: boolean; readonly plain: boolean };

const widestWords = 110;
const mostAttempts = 5;
const mostHard = 5;

const placeWords = ({ id, sweep, row, ranked, by, folds }: TrialView): string => {
  const who = `${id} of ${sweep}`;
  if (row === null) {
    const scored = folds.filter(({ state }) => state === 'scored').length;
    return `${who}: not decided yet, ${scored} of ${plural(folds.length, 'fold')} scored`;
  }
  if (row.state === 'failed') return `${who}: failed in fold ${row.failure.fold} (${row.failure.code})`;
  const marks = [
    ...(row.take ? ['the one to take'] : row.withinOneSe ? ['within one standard error of the best'] : []),
    ...(row.beatsBaseline === false ? ['not above always guessing the largest class'] : []),
  ];
  return [`${who}: rank ${row.rank} of ${ranked} by ${by}`, `group ${row.group}`, ...marks].join(', ');
};

const failureWords = (fold: FoldView): readonly string[] =>
  fold.state === 'failed' ? [`✗ Fold ${fold.fold} ${fold.code}: ${harmless(fold.message)}`] : [];

/** What can be done about this trial from here. */
const nextWords = ({ sweep, sweepState, row, folds }: TrialView): readonly string[] => {
  if (row?.state === 'failed') {
    return row.failure.code === 'DIVERGED'
      ? [
          'DIVERGED follows from the configuration, so it is never tried again. A smaller train.learningRate or a ' +
            'train.clipNorm in the grid makes another trial of it.',
        ]
      : [`Try it again: sweep resume ${sweep} --failed`];
  }
  if (row !== null || folds.every(({ state }) => state !== 'open')) return [];
  return sweepState === 'running' ? [] : [`Go on: sweep resume ${sweep}`];
};

const rocWords = (view: TrialView): string => {
  const scored = scoredFolds(view);
  const areas = view.labels.map((label, at) => {
    const known = scored.flatMap(({ roc }) => roc[at]?.area ?? []);
    const text = known.length < scored.length ? nothing : mean(known).toFixed(4);
    return `${harmless(label)} ${text}`;
  });
  return `ROC AUC, each class against the rest, mean over the folds: ${areas.join(', ')}.`;
};

/** A name of many axes, broken behind its commas. */
const nameLines = ({ name }: TrialView, width: number): readonly string[] =>
  wrapped(harmless(name).replaceAll(',', ', '), width).map((line) => line.replaceAll(', ', ','));

/** Every parameter that the trial reads, section by section. */
const parameterLines = ({ parameters }: TrialView): readonly string[] => {
  const sections = new Map<string, string[]>();
  for (const [path, value] of Object.entries(parameters)) {
    const [section, key] = path.split('.') as [string, string];
    const text = `${key}=${harmless(valueText(value as Value))}`;
    sections.set(section, [...(sections.get(section) ?? []), text]);
  }
  return [...sections].map(([section, texts]) => `${section}: ${texts.join(', ')}`);
};

/** How much of the texts the file of vectors knows; what word2vec saw besides. */
const vectorWords = ({ vectors, outside }: TrialView): readonly string[] => [
  ...(vectors === null ? [] : [`vectors: ${count(vectors.size)} numbers each; the file has ${shareText(vectors)}`]),
  ...(outside === null
    ? []
    : [`outside: word2vec saw ${plural(outside.rows, 'text')} of ${count(outside.tokens)} tokens besides the rows`]),
];

/** The texts that were most surely wrong, as their tokens: the store holds no more of them. */
const hardLines = ({ hardest, labels }: TrialView, width: number, plain: boolean): readonly string[] => {
  const label = (at: number): string => harmless(labels[at] as string);
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const lines = hardest.slice(0, mostHard).flatMap((each) => {
    const { fold, truth, predicted, probability, probabilityOfTruth } = each;
    const head =
      `${rowWithSame(each)}, fold ${fold}: ${label(predicted)} ${percent(probability)}, ` +
      `truly ${label(truth)} ${percent(probabilityOfTruth)}`;
    const words = harmless(each.text);
    return plain
      ? [`${head}: ${words}`]
      : [...wrapped(head, width), ...wrapped(words, Math.min(width, widestWords) - 4).map((line) => `    ${line}`)];
  });
  const hidden = hardest.length - mostHard;
  return hidden > 0 ? [...lines, `Not shown: ${plural(hidden, 'more such text')} (--json has them).`] : lines;
};

/** Since when the trial is in the grid, and what was made of that; nothing of a grid that was never amended. */
const sinceWords = ({ history, since }: TrialView): readonly string[] => {
  if (history.length === 0) return [];
  const brought = history.find(({ edition }) => edition === since);
  const from = brought === undefined ? 'from the start' : `since the amendment of ${moment(brought.at)}`;
  return [`in the grid ${from}`, ...historyTexts(history)];
};

/** All about one trial, for a person: folds, confusion, report, curves, failures, and what can be done. */
export const showText = (view: TrialView, { width, colour, plain }: ShowOptions): string => {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour && !plain && text !== '' ? styleText(style, text, { validateStream: false }) : text;
  const accented: Paint = colour && !plain ? (text) => paint(accent, text) : unpainted;
  const paragraphs = (texts: readonly string[]): readonly string[] => {
    if (plain) return texts.map((text) => text.replace(/^✗ /u, ''));
    const indented = texts.map((text) => wrapped(text, Math.min(width, widestWords) - 2));
    return indented.flatMap(([first, ...others]) => [first ?? '', ...others.map((line) => `  ${line}`)]);
  };
  const block = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', ...paragraphs([title]).map((line) => paint('bold', line)), ...lines];
  const scored = scoredFolds(view);
  const confusion = sumConfusions(scored.map((fold) => fold.confusion));
  const over = scored.length === 1 ? 'one fold' : `${scored.length} folds`;
  const held =
    scored.length === 0
      ? []
      : [
          ...block(
            `Confusion matrix, held-out rows of ${over}`,
            confusionText(confusion, view.labels, { width, plain, paint: accented }),
          ),
          ...block('Classification report of that matrix', [
            ...reportText(confusion, view.labels, plain ? Infinity : width),
            '',
            ...paragraphs([rocWords(view)]),
          ]),
          ...block(
            `Learning curves, mean of ${over}`,
            curvesText(
              scored.map(({ curves }) => curves),
              { width, plain, paint: accented },
            ),
          ),
        ];
  const hard = hardLines(view, width, plain);
  const attempts = view.folds.flatMap((fold) => attemptSentence(fold) ?? []);
  const notes = [
    ...view.folds.flatMap(failureWords),
    ...attempts.slice(0, mostAttempts),
    ...(attempts.length > mostAttempts
      ? [`And ${attempts.length - mostAttempts} more such folds (--json has them).`]
      : []),
    ...nextWords(view),
    ...(view.row?.state === 'scored' ? [`Train it on all rows: ${view.command}`] : []),
  ];
  return [
    ...paragraphs([placeWords(view)]).map((line) => paint('bold', line)),
    ...paragraphs(sinceWords(view)),
    ...(plain ? [harmless(view.name)] : nameLines(view, width)),
    '',
    ...foldTable(view, { width, plain }),
    ...held,
    ...block('Texts that were most surely wrong', hard),
    ...block('Parameters', paragraphs([...parameterLines(view), ...vectorWords(view)])),
    ...(notes.length > 0 ? ['', ...paragraphs(notes)] : []),
    '',
  ].join('\n');
};
