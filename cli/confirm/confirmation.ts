import type { Grid } from '../../core/grid.ts';
import { confirmSplit } from '../../scoring/what-if.ts';

const longestName = 60;
const ending = '-confirm';

/** The name of the second grid and its sweep. */
export const confirmName = (sweep: string): string => sweep.slice(0, longestName - ending.length) + ending;

/** Whether a grid is one that `confirm` wrote, under whatever name: a cell for each trial, and its name or its splits. */
export const isConfirmation = ({ name, parts, split }: Pick<Grid, 'name' | 'parts' | 'split'>): boolean =>
  parts.length > 1 &&
  parts.every(({ axes }) => axes.length === 0) &&
  (name.endsWith(ending) || (split.folds >= confirmSplit.folds && split.repeats >= confirmSplit.repeats));
