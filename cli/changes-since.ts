import { readFile, stat } from 'node:fs/promises';

import type { Sweep } from '../store/documents.ts';
import { gridDifferences } from './grid-differences.ts';
import { parseGrid } from './grid/parse-grid.ts';
import { digestOfFile } from './named-files.ts';

/** Paths of a sweep that came from another machine may lead to anything here: a pipe or a device has no end. */
const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() ?? false;

const gridChanges = async (sweep: Sweep): Promise<readonly string[]> => {
  if (!(await isFile(sweep.gridFile))) return [];
  try {
    return gridDifferences(sweep.grid, parseGrid(await readFile(sweep.gridFile, 'utf8'), sweep.gridFile));
  } catch {
    return []; // moved, or being edited: the sweep does not need it
  }
};

/** What an amendment must leave as it is. */
const isOtherWork = (line: string): boolean => /^(data|split|engine)[.:]/.test(line);

/** What of the grid file and the data changed since the sweep got its present grid; it goes on with that. */
export const changesSince = async (sweep: Sweep): Promise<readonly string[]> => {
  const lines: string[] = [];
  const since = sweep.edition === 0 ? 'since the start' : 'since it was amended';
  const changes = await gridChanges(sweep);
  if (changes.length > 0) {
    lines.push(`${sweep.gridFile} changed ${since}; the sweep goes on with the grid that it has. What differs:`);
    lines.push(...changes.slice(0, 10).map((line) => `  - ${line}`));
    lines.push(
      changes.some(isOtherWork)
        ? `To run the changed grid: sweep start ${sweep.gridFile} --name <another name> (folds that both have are reused)`
        : `To take the change: sweep amend ${sweep.name} ${sweep.gridFile} (what both grids have is kept)`,
    );
  }
  for (const { path, digest } of sweep.files) {
    const now = (await isFile(path)) ? await digestOfFile(path).catch(() => null) : null; // moved or unreadable: said below
    if (now === digest) continue;
    const what = now === null ? 'is not there any more' : `changed ${since}`;
    lines.push(`${path} ${what}; the sweep goes on with what was read from it then.`);
  }
  return lines;
};
