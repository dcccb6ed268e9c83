import type { Cell, Grid } from '../../core/grid.ts';
import { hashOfCell } from '../../core/space.ts';
import { fieldsByPath } from '../grid/format.ts';
import { parseGrid } from '../grid/parse-grid.ts';
import { briefGridText } from '../report/grid-text.ts';

/** How the leaders are split anew. */
export type ConfirmSplit = { readonly folds: number; readonly repeats: number };

const nextSeed = 1000; // far from the seeds that people write by hand

/**
 * The grid of the leaders alone, a cell each, on splits that no trial was chosen by. Training seeds stay as they are, so that
 * a trial has the same id in both sweeps; every repeat beyond the first draws others by itself.
 */
export const confirmGrid = (grid: Grid, name: string, leaders: readonly Cell[], split: ConfirmSplit): Grid => ({
  ...grid,
  name,
  split: { ...grid.split, ...split, holdout: 'none', seed: grid.split.seed + nextSeed },
  parts: leaders.map((base) => ({ base, axes: [] })),
  search: { kind: 'grid' },
  rank: { ...grid.rank, written: true },
});

/**
 * That grid as a file for people: what has its default is not written, and what all leaders share stands once.
 * @throws {Error} where the text would not be read as the grid that it is made from (a bug)
 */
export const confirmText = (grid: Grid, sweep: string, file: string): string => {
  const { parts, split } = grid;
  const head = [
    `# The ${parts.length} leaders of ${sweep} alone, on splits that they were not chosen by: ${split.folds} folds, ${split.repeats === 1 ? 'once' : `${split.repeats} times`}.`,
    `# Written by \`sweep confirm ${sweep}\`.`,
    '',
  ];
  const text = [...head, briefGridText(grid, fieldsByPath)].join('\n');
  const read = parseGrid(text, file);
  const hashes = (of: Grid): string => of.parts.map(({ base }) => hashOfCell(base)).join();
  if (hashes(read) !== hashes(withoutDigests(grid)) || JSON.stringify(read.split) !== JSON.stringify(grid.split))
    throw new Error(`the grid written for ${grid.name} is read as another one`);
  return text;
};

/** Files by their names alone, as a grid has them before the files are read. */
const withoutDigests = (grid: Grid): Grid =>
  JSON.parse(JSON.stringify(grid).replaceAll(/@[0-9a-f]{64}"/g, '"')) as Grid;
