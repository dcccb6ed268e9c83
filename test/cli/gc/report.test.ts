import { expect, it } from 'vitest';

import { sizeText } from '../../../cli/amounts.ts';
import { reportJson, reportText } from '../../../cli/gc/report.ts';
import type { Report } from '../../../cli/gc/report.ts';

const report = (changes: Partial<Report> = {}): Report => ({
  dryRun: false,
  store: [
    { collection: 'folds', documents: 1250, bytes: 562_500 },
    { collection: 'innards', documents: 1250, bytes: 6_926_250 },
    { collection: 'rows_u3h1hgdz', documents: 6, bytes: 3056 },
    { collection: 'marks', documents: 2, bytes: 100 },
  ],
  cache: { files: 2, bytes: 4096 },
  histories: 3,
  temporalBytes: 4_832_808,
  storeBytes: null,
  compacted: false,
  ...changes,
});

it('counts together what people call by one word, and says what becomes of the space', () => {
  expect(reportText(report(), true)).toBe(`freed                                number     size
folds                                 2,500  7.1 MiB
rows, progress                            6  3.0 KiB
requests, marks, attempts, failures       2    100 B
files of this machine’s cache             2  4.0 KiB
histories in Temporal                     3
in all                                2,513  7.1 MiB

Temporal’s database: 4.6 MiB; the space of deleted histories is used again.
The database uses that space again; to give it back to the disk: sweep gc --compact
`);
});

it('says that nothing is free, and what a dry run would free', () => {
  const nothing = report({ store: [], cache: { files: 0, bytes: 0 }, histories: 0, temporalBytes: null });

  expect(reportText(nothing, true)).toBe('Nothing to free: sweeps need all that is there.\n');
  expect(reportText(report({ dryRun: true }), true)).toMatch(/^would be freed /);
  expect(reportText(report({ dryRun: true }), true)).not.toContain('--compact');
});

it('says where Temporal deletes nothing', () => {
  expect(reportText(report({ histories: null }), true)).toContain('does not delete histories');
  expect(reportJson(report({ histories: null }))).toMatchObject({ v: 1, histories: null });
});

it('sums the documents and bytes of the store for scripts', () => {
  expect(reportJson(report()).freed).toMatchObject({ documents: 2508, bytes: 7_491_906 });
});

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1.5 * 2 ** 30, '1.5 GiB'],
  [2 ** 60, '1048576.0 TiB'],
])('prints %i bytes as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
