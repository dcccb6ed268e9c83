import { readFile } from 'node:fs/promises';

import type { Sweep } from '../store/documents.ts';
import { gridDifferences } from './grid-differences.ts';
import { parseGrid } from './grid/parse-grid.ts';
import { digestOfFile } from './named-files.ts';

const gridChanges = async (sweep: Sweep): Promise<readonly string[]> => {
  try {
    return gridDifferences(sweep.grid, parseGrid(await readFile(sweep.gridFile, 'utf8'), sweep.gridFile));
  } catch {
    return []; // moved, or being edited: the sweep does not need it
  }
};

/** What of the grid file and the data changed since the sweep started; it goes on as started. */
export const changesSince = async (sweep: Sweep): Promise<readonly string[]> => {
  const lines: string[] = [];
  const changes = await gridChanges(sweep);
  if (changes.length > 0) {
    lines.push(`${sweep.gridFile} changed since the start; the sweep goes on as started. What differs:`);
    lines.push(...changes.slice(0, 10).map((line) => `  - ${line}`));
    lines.push(
      `To run the changed grid: sweep start ${sweep.gridFile} --name <another name> (folds that both have are reused)`,
    );
  }
  for (const { path, digest } of sweep.files) {
    const now = await digestOfFile(path).catch(() => null); // moved or unreadable: said below
    if (now === digest) continue;
    lines.push(
      `${path} ${now === null ? 'is not there any more' : 'changed since the start'}; the sweep goes on with the texts it started with.`,
    );
  }
  return lines;
};
