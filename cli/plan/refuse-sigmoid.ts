import type { Grid } from '../../core/grid.ts';
import { valuesAt } from '../../core/parameters.ts';
import { readSource } from '../grid/parse-grid.ts';
import { createProblems } from '../grid/problems.ts';
import { readYaml } from '../grid/read-yaml.ts';
import { cutTo, harmless } from '../grid/text-width.ts';
import { offsetOf } from './locate.ts';

const path = 'model.head';
const mostNamed = 5;

const named = (labels: readonly string[]): string => {
  const shown = labels.slice(0, mostNamed).map((label) => cutTo(harmless(label), 24));
  return shown.join(', ') + (labels.length > mostNamed ? ', …' : '');
};

/**
 * Refuses a sigmoid over data of other than two classes.
 * @throws {SweepError} INVALID_GRID with the place in the grid and the classes that were found
 */
export const refuseSigmoid = async (grid: Grid, labels: readonly string[], file: string): Promise<void> => {
  const parts = grid.parts.flatMap((part, at) => (valuesAt(part, path).includes('sigmoid') ? [at] : []));
  if (labels.length === 2 || parts.length === 0) return;
  const source = await readSource(file);
  const problems = createProblems(source, file);
  const root = readYaml(source, problems);
  const message = `found sigmoid over ${labels.length} classes (${named(labels)}), expected two: it has one output`;
  for (const part of parts) {
    problems.add('impossible combination', { path, offset: offsetOf(root, { part, path }) }, message, 'write softmax');
  }
  throw problems.error();
};
