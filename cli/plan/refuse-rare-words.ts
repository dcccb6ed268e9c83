import type { Grid } from '../../core/grid.ts';
import { valuesAt } from '../../core/parameters.ts';
import { count, counted } from '../grid/page.ts';
import { readSource } from '../grid/parse-grid.ts';
import { createProblems } from '../grid/problems.ts';
import { readYaml } from '../grid/read-yaml.ts';
import { offsetOf } from './locate.ts';

const path = 'embedding.minCount';

const largest = (counts: Iterable<number>): number => {
  let most = 0;
  for (const each of counts) most = Math.max(most, each);
  return most;
};

/**
 * Refuses word2vec that no word of any text is frequent enough for: every text would be nothing but <oov>.
 * @param counts  of each set of text options, how often each word stands in all texts that word2vec may see
 * @throws {SweepError} INVALID_GRID with the place in the grid and how often the most frequent word stands there
 */
export const refuseRareWords = async (grid: Grid, counts: readonly Iterable<number>[], file: string): Promise<void> => {
  const most = largest(counts.map(largest));
  const wrong = grid.parts.flatMap((part, at) => {
    if (!valuesAt(part, 'embedding.kind').includes('word2vec')) return [];
    const value = valuesAt(part, path).find((each) => Number(each) > most);
    return value === undefined ? [] : [{ at, value: Number(value) }];
  });
  if (wrong.length === 0) return;
  const source = await readSource(file);
  const problems = createProblems(source, file);
  const root = readYaml(source, problems);
  for (const { at, value } of wrong) {
    const message = `no word is there ${count(value)} times; the most frequent one is there ${counted(most, 'time')}`;
    const offset = offsetOf(root, { part: at, path });
    problems.add('impossible combination', { path, offset }, message, 'write a smaller minCount');
  }
  throw problems.error();
};
