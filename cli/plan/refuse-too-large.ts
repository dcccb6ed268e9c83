import { shortName } from '../../core/parameters.ts';
import { count } from '../grid/page.ts';
import { readSource } from '../grid/parse-grid.ts';
import { createProblems } from '../grid/problems.ts';
import { readYaml } from '../grid/read-yaml.ts';
import { bytesText } from './bytes-text.ts';
import type { Facts } from './estimate.ts';
import { offsetOf } from './locate.ts';
import { findTooLarge, slotBytes } from './memory.ts';

/**
 * Refuses a grid with runs that no slot has memory for: they would all end OUT_OF_MEMORY.
 * @param here whether this machine is to train; else only the engine's own limit is known
 * @throws {SweepError} INVALID_GRID with the place in the grid, the memory it needs and what a slot has
 */
export const refuseTooLarge = async (facts: Facts, file: string, here: boolean): Promise<void> => {
  const limit = slotBytes(here);
  const found = findTooLarge(facts, limit);
  if (found.length === 0) return;
  const source = await readSource(file);
  const problems = createProblems(source, file);
  const root = readYaml(source, problems);
  for (const each of found) {
    const { path, value, bytes, fits } = each;
    const message = `${count(value)} needs ${bytesText(bytes)} for one run, and a slot has ${bytesText(limit)}`;
    const fix =
      fits === null
        ? 'fewer rows (data.rows), or shorter texts (text.maxTokens)'
        : `write ${shortName(path)}: ${fits} at most, or make the other sizes smaller`;
    problems.add('wrong value', { path, offset: offsetOf(root, each) }, message, fix);
  }
  throw problems.error();
};
