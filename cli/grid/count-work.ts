import type { Grid, GridPart, ParameterPath } from '../../core/grid.ts';
import { tokenPaths, valuesAt } from '../../core/parameters.ts';
import { createSpace } from '../../core/space.ts';

/** How much a grid asks for; of a random search the trainings are at most so many. */
export type Work = {
  readonly trials: number;
  readonly cells: number;
  readonly splits: number;
  readonly folds: number; // trials × splits: what is stored
  readonly trainings: number; // networks to train: epochs of one cell share one
  readonly vectors: number; // word2vec trainings
};

const sizeOf = (part: GridPart, isCounted: (path: ParameterPath) => boolean): number =>
  part.axes.filter(({ path }) => isCounted(path)).reduce((size, { values }) => size * values.length, 1);

/** Cutting texts and learning on come after word2vec: they share its vectors. */
const movesVectors = (path: ParameterPath): boolean =>
  tokenPaths.includes(path) || (path.startsWith('embedding.') && path !== 'embedding.trainable');

const vectorsOf = (part: GridPart, trainingSides: number): number => {
  const fitted = valuesAt(part, 'embedding.kind').filter((kind) => kind === 'word2vec').length;
  const others = sizeOf(part, (path) => movesVectors(path) && path !== 'embedding.kind');
  return fitted * others * (part.base.embedding.fit === 'all' ? 1 : trainingSides);
};

export const countWork = (grid: Grid): Work => {
  const { trials, cells, splits, trainingSides } = createSpace(grid);
  const networks = grid.parts.reduce((sum, part) => sum + sizeOf(part, (path) => path !== 'train.epochs'), 0);
  const trainings = Math.min(networks, trials) * splits;
  const vectors = grid.parts.reduce((sum, part) => sum + vectorsOf(part, trainingSides), 0);
  return { trials, cells, splits, folds: trials * splits, trainings, vectors: Math.min(vectors, trainings) };
};
