import { isGivenHoldout } from '../../core/grid.ts';
import type { Grid } from '../../core/grid.ts';
import { seesHeldOut } from '../../core/parameters.ts';
import type { FoundEmbeddings } from './describe-embeddings.ts';
import type { DataSummary } from '../../text/summarize.ts';
import { countWork } from './count-work.ts';
import { classLines, dataLines, droppedLines, duplicateText, exampleLines, testLines } from './describe-data.ts';
import { noneFound, outsideLines, vectorLines } from './describe-embeddings.ts';
import { count, counted, percent, sentence } from './page.ts';

const planText = (grid: Grid): string => {
  const { trials, cells, splits, folds, trainings, vectors } = countWork(grid);
  const drawn = trials < cells ? `${count(trials)} of ${count(cells)} trials` : counted(trials, 'trial');
  const upTo = trials < cells || grid.parts.length > 1 ? 'at most ' : '';
  const splitText =
    grid.split.holdout === 'none'
      ? counted(splits, 'fold')
      : isGivenHoldout(grid.split) && splits > 1
        ? `${counted(splits, 'training')} on one hold-out split`
        : counted(splits, 'hold-out split');
  const word2vec = vectors === 0 ? '' : ` and ${upTo}${counted(vectors, 'word2vec training')}`;
  return `${drawn} × ${splitText} = ${counted(folds, 'score')}, from ${upTo}${counted(trainings, 'network training')}${word2vec}; ranked by ${grid.rank.by}`;
};

const isUneven = ({ classes, rows }: DataSummary): boolean => {
  const sizes = classes.map((each) => each.rows);
  const largest = Math.max(...sizes);
  return largest > 0.6 * rows || largest >= 3 * Math.min(...sizes);
};

const adviceLines = (grid: Grid, data: DataSummary): readonly string[] => {
  if (grid.rank.written || !isUneven(data)) return [];
  const largest = Math.max(...data.classes.map(({ rows }) => rows)) / data.rows;
  const text = `always guessing the largest class is right in ${percent(largest)} of the texts; to count every class alike, write \`rank: { by: macroF1 }\` into the grid`;
  return sentence('advice', text);
};

const cautionLines = (grid: Grid, data: DataSummary): readonly string[] => {
  const repeats = grid.data.duplicates === 'keep' && data.duplicates > 0;
  return [
    ...(seesHeldOut(grid)
      ? sentence('caution', 'word2vec sees the held-out texts too (fit: all), so scores on new texts may be lower')
      : []),
    ...(repeats
      ? sentence('caution', 'equal texts may be on both sides of a split (duplicates: keep), so scores are too high')
      : []),
  ];
};

/** What was understood of a grid and its data, for a person to look at before anything starts; at most 80 columns. */
export const describeGrid = (grid: Grid, data: DataSummary, found: FoundEmbeddings = noneFound): string =>
  [
    ...dataLines(data),
    ...classLines(data),
    ...droppedLines(data),
    ...sentence('repeated', duplicateText(data, grid.data.duplicates)),
    ...testLines(grid, data),
    ...exampleLines(grid, data),
    ...vectorLines(found.vectors),
    ...outsideLines(found.outside),
    ...sentence('plan', planText(grid)),
    ...adviceLines(grid, data),
    ...cautionLines(grid, data),
  ].join('\n');
