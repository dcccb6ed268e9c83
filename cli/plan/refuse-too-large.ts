import { shortName } from '../../core/parameters.ts';
import { count } from '../grid/page.ts';
import type { Located } from '../grid/document.ts';
import { readSource } from '../grid/parse-grid.ts';
import { createProblems } from '../grid/problems.ts';
import { readYaml } from '../grid/read-yaml.ts';
import { bytesText } from './bytes-text.ts';
import type { Facts } from './estimate.ts';
import { findTooLarge, slotBytes } from './memory.ts';
import type { TooLarge } from './memory.ts';

const childOf = (at: Located | undefined, key: string) =>
  at?.kind === 'map' ? at.entries.find((entry) => entry.key === key) : undefined;

/** Where a path is written: in its part of `any:`, else at the top; null where a default was too large. */
const offsetOf = (root: Located | null, { part, path }: TooLarge): number | null => {
  const [section, key] = path.split('.') as [string, string];
  const parts = childOf(root ?? undefined, 'any')?.value;
  const places = [parts?.kind === 'list' ? parts.items[part] : undefined, root ?? undefined];
  for (const place of places) {
    const found = childOf(childOf(place, section)?.value, key);
    if (found !== undefined) return found.value.offset;
  }
  return null;
};

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
