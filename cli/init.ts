import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';

import { SweepError } from '../core/errors.ts';
import { candidateColumns } from '../text/find-columns.ts';
import { readHead } from '../text/read-head.ts';
import { shortened } from '../text/table.ts';
import { finished } from './exit-codes.ts';
import { nameFrom } from './grid/name-from.ts';
import { starterGrid } from './grid/starter-grid.ts';
import type { StarterData } from './grid/starter-grid.ts';
import { harmless } from './grid/text-width.ts';
import { say } from './say.ts';

export type InitOptions = { readonly data: string | undefined; readonly out: string | undefined };

/** A name of a column that is longer is rather a text. */
const longestName = 60;
const noHeader =
  'The first line looks like a text, and is taken for the names of the columns: put a line such as text,label above it.';

const mostListed = 20;

const listed = (names: readonly string[]): string => {
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : '';
  return (
    harmless(
      names
        .slice(0, mostListed)
        .map((name) => shortened(name))
        .join(', '),
    ) + more
  );
};

type Choice = { readonly name: string; readonly remark: string | null };

/** The column that looks like the one wanted; else a guess, with a remark. */
const choose = (columns: readonly string[], what: 'text' | 'label', guess: string): Choice => {
  const candidates = candidateColumns(columns, what);
  const [name = guess] = candidates;
  if (candidates.length === 1) return { name, remark: null };
  const remark =
    candidates.length === 0
      ? `No column looks like the ${what}; the grid names "${harmless(shortened(name))}" of: ${listed(columns)}.`
      : `${candidates.length} columns look like the ${what} (${listed(candidates)}); the grid names the first.`;
  return { name, remark };
};

const chooseColumns = (file: string, columns: readonly string[]): { readonly text: Choice; readonly label: Choice } => {
  if (new Set(columns).size < 2) {
    throw new SweepError({
      code: 'INVALID_DATA',
      message: `${file} has one column (${listed(columns)}), and texts and labels need one each.`,
      fix: 'name a file with a column of texts and a column of labels',
    });
  }
  const known = candidateColumns(columns, 'label')[0] ?? columns.at(-1);
  const text = choose(columns, 'text', columns.find((column) => column !== known) as string);
  const label = choose(columns, 'label', columns.findLast((column) => column !== text.name) as string);
  return { text, label };
};

/** A path as the grid reads it: from the grid's own folder. */
const fromGrid = (out: string, data: string): string => relative(dirname(resolve(out)), resolve(data)) || data;

type Described = { readonly starter: StarterData; readonly remarks: readonly string[] };

const describeData = async (out: string, data: string): Promise<Described> => {
  if (!existsSync(data)) {
    const fix = 'name the file of your labelled texts, or leave --data out for a placeholder';
    throw new SweepError({ code: 'USAGE', message: `${data} does not exist.`, fix });
  }
  if (statSync(data).isDirectory()) {
    const fix = 'name the file in it';
    throw new SweepError({ code: 'USAGE', message: `${data} is a folder where a file was expected.`, fix });
  }
  const { columns, encoding } = await readHead(resolve(data));
  const { text, label } = chooseColumns(data, columns);
  const remarks = [
    ...(columns.some((name) => name.length > longestName) ? [noHeader] : []),
    ...(encoding === null ? [] : [`The file is not UTF-8; the grid names ${encoding}, which its bytes look like.`]),
    ...[text, label].flatMap(({ remark }) => (remark === null ? [] : [remark])),
  ];
  const starter = { name: nameFrom(out), file: fromGrid(out, data), text: text.name, label: label.name, encoding };
  return { starter, remarks };
};

/** Writes a commented grid, never over a file that is there. @returns the exit code */
export const init = async ({
  data,
  out = `${data === undefined ? 'sweep' : nameFrom(data)}.yaml`,
}: InitOptions): Promise<number> => {
  const placeholder = { name: nameFrom(out), file: 'texts.csv', text: 'text', label: 'label', encoding: null };
  const none: Described = { starter: placeholder, remarks: [] };
  const { starter, remarks } = data === undefined ? none : await describeData(out, data);
  try {
    await writeFile(out, starterGrid(starter), { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isThere = code === 'EEXIST';
    const message = isThere ? `${out} is there already; it was left as it is.` : `${out} cannot be written (${code}).`;
    throw new SweepError({ code: 'USAGE', message, fix: 'name another file: --out FILE', cause: error });
  }
  if (data === undefined) {
    console.log(`Wrote ${out}. Its data are a placeholder: name your file and its columns under "data".`);
  } else {
    for (const remark of remarks) say(remark);
    console.log(
      `Wrote ${out}: texts from "${harmless(shortened(starter.text))}", classes from "${harmless(shortened(starter.label))}".`,
    );
  }
  console.log(`Next: sweep plan ${out}`);
  return finished.done;
};
