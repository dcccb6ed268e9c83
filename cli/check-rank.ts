import type { Grid } from '../core/grid.ts';
import type { Prepared } from '../store/documents.ts';
import { createProblems, fileProblem } from '../text/problems.ts';

/**
 * Refuses what could not be ranked in the end, before anything is trained.
 * @throws {SweepError} INVALID_DATA where no row has the positive label, or a held-out side lacks a class that rocAuc needs
 */
export const checkRank = ({ rank, data }: Grid, { labels, baseline }: Pick<Prepared, 'labels' | 'baseline'>): void => {
  const problems = createProblems();
  const add = (path: string, message: string, fix: string): void =>
    problems.add('ranking', fileProblem(data.files[0] as string, path, message, fix));
  if (rank.positive !== null && !labels.includes(rank.positive)) {
    const known = labels.map((label) => JSON.stringify(label)).join(', ');
    add(
      'rank.positive',
      `no row has the label ${JSON.stringify(rank.positive)}; the labels are ${known}`,
      'name one of them',
    );
  }
  if (rank.by === 'rocAuc' && baseline.scores['rocAuc'] === null) {
    const message = 'rocAuc has no value where a class is missing among the held-out rows, as in some split of these';
    add('rank.by', message, 'write macroF1 or logLoss, or fewer split.folds');
  }
  problems.throwIfAny();
};
