import { cpus, totalmem } from 'node:os';

import { ruledTable } from '../../cli/ruled-table.ts';

/** What a bench found out about one of its targets. */
export type Verdict = { readonly target: string; readonly found: string; readonly isMet: boolean };

/** The machine that numbers belong to, and how busy it was when they were begun. */
export const machineText = (load: number): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node.js ${process.versions.node}; load before the start ${load.toFixed(1)}`;

/** A table whose first column is text and whose others are numbers. */
export const numbersTable = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  ruledTable(
    heads,
    heads.map((_, at) => at > 0),
    rows,
    false,
  );

/** Each target, what was found, and whether that meets it. */
export const verdictTable = (verdicts: readonly Verdict[]): string =>
  ruledTable(
    ['target', 'found', 'verdict'],
    [false, false, false],
    verdicts.map(({ target, found, isMet }) => [target, found, isMet ? 'met' : 'MISSED']),
    false,
  );

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
