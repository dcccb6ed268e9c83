import type { Grid } from '../core/grid.ts';
import type { Chosen } from './choose-rows.ts';
import type { Collected } from './collect-rows.ts';
import type { Corpus } from './corpus.ts';
import { fileProblem } from './problems.ts';
import type { Problems } from './problems.ts';
import type { ReadReport } from './read-rows.ts';
import { rowsFile } from './row-sources.ts';

type Naming = Pick<Grid, 'split' | 'folder'>;

/** Labels of the rows that are trained on: those of a hold-out file are none. */
export const trainingLabels = ({ labels, classes }: Corpus, heldOutFrom: number): readonly string[] => {
  const used = new Set(classes.subarray(0, heldOutFrom));
  return labels.filter((_, place) => used.has(place));
};

const mostListed = 10;

/** The first names of a list, quoted. */
export const listed = (names: readonly string[]): string => {
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : '';
  const shown = names.slice(0, mostListed).map((name) => JSON.stringify(name));
  return shown.join(', ') + more;
};

/** A file of held-out or test rows that is one of the other files: nothing would be left to learn from, or to choose by. */
export const checkGivenFiles = (grid: Naming, reports: readonly ReadReport[], problems: Problems): void => {
  const known = new Map<string, string>();
  for (const { path, digest } of reports.flatMap(({ files }) => files)) {
    const key = (['holdout', 'test'] as const).find((each) => rowsFile(grid, each) === path);
    const other = known.get(digest);
    known.set(digest, path);
    if (key === undefined || other === undefined) continue;
    const message = `has the same content as ${other}: its rows would be on both sides`;
    const fix = 'name a file of other rows, or write a share';
    problems.add('files of equal content', fileProblem(path, `split.${key}`, message, fix));
  }
};

type Labels = { readonly labels: readonly string[]; readonly problems: Problems };

/** Labels of a given file's rows that no training row has, each as a problem at its first row. */
export const checkLabels = (
  key: 'split.test' | 'split.holdout',
  { places }: Pick<Collected, 'places'>,
  rare: readonly string[],
  { labels, problems }: Labels,
): void => {
  for (const [label, { file, line }] of places) {
    if (labels.includes(label) || rare.includes(label)) continue;
    const message = `no training row has the label ${JSON.stringify(label)}; theirs are ${listed(labels)}`;
    const fix = 'correct the label, or take its rows out of this file';
    problems.add('labels that no training row has', { ...fileProblem(file, key, message, fix), line });
  }
};

/** What is wrong with the rows of a hold-out file; nothing where none is named. */
export const checkHeldOutRows = ({
  grid,
  collected,
  chosen,
  labels,
  problems,
}: Labels & { readonly grid: Naming; readonly collected: Collected; readonly chosen: Chosen }): void => {
  const file = rowsFile(grid, 'holdout');
  if (file === null) return;
  checkLabels('split.holdout', collected, chosen.droppedRare.labels, { labels, problems });
  if (chosen.rows.length > chosen.heldOutFrom) return;
  const message = 'no row is left to hold out: each is empty, of a rare class, or like a test row';
  problems.add('no held-out rows', fileProblem(file, 'split.holdout', message, 'name a file of other rows'));
};
