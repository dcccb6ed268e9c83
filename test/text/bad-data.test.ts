import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SweepError } from '../../core/errors.ts';
import type { DataOptions } from '../../core/grid.ts';
import { prepareData } from '../../text/prepare-data.ts';
import { createFolder, problemsOf, readAll, someData, someSplit, someText } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const prepare = (data: DataOptions) => prepareData({ data, split: someSplit() }, [someText()]);

const good = 'text,label\na,x\nb,y\n';
const header = 'text,label\n';
const latin1 = Buffer.from('text,label\ncafé,x\nb,y\n', 'latin1');
const cyrillic = Buffer.concat([
  Buffer.from(header),
  Buffer.from([0xef, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
  Buffer.from(',x\nb,y\n'),
]);
const japanese = Buffer.concat([
  Buffer.from(header),
  Buffer.from([0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd]),
  Buffer.from(',x\nb,y\n'),
]);
const skip = 'or data.badRows: skip';

type Case = readonly [string, string, string | Uint8Array, Partial<DataOptions>, readonly string[]];

const cases: readonly Case[] = [
  ['an empty file', 'a.csv', '', {}, ['a.csv:- [data.file] the file is empty → name a file with a header and rows']],
  ['a header alone', 'a.csv', header, {}, ['a.csv:- [data.file] the file has a header and no rows → name a file with rows']],
  ['an unknown kind', 'a.json', good, {}, ['a.json:- [data.file] a file of unknown kind; .csv, .tsv, .txt or .jsonl (also .gz) was expected → save it as CSV']],
  ['an Excel file', 'a.csv', 'PK\x03\x04abcdefgh', {}, ['a.csv:- [data.file] a zip or Excel file (.xlsx) where text was expected → save it as CSV (UTF-8)']],
  ['gzip without its name', 'a.csv', gzipSync(good), {}, ['a.csv:- [data.file] a gzip file whose name does not end in .gz → rename it']],
  ['a name of gzip without gzip', 'a.csv.gz', good, {}, ['a.csv.gz:- [data.file] damaged gzip: incorrect header check → pack the file again']],
  ['cut gzip', 'a.csv.gz', gzipSync(good).subarray(0, -12), {}, ['a.csv.gz:- [data.file] damaged gzip: unexpected end of file → pack the file again']],
  ['an unknown encoding', 'a.csv', good, { encoding: 'utf-9' }, ['a.csv:- [data.file] unknown encoding "utf-9" → write auto, utf-8, windows-1252 or another name that Python or a browser knows']],
  ['UTF-16 without a mark', 'a.csv', Buffer.from(good, 'utf16le'), {}, ['a.csv:1 [data.file] zero bytes (NUL) in every other place: not UTF-8 → write data.encoding: utf-16le']],
  ['Latin letters that are not UTF-8', 'a.csv', latin1, {}, [`a.csv:2 [data.badRows] byte 0xE9 at offset 14 of the file is not UTF-8 → write data.encoding: windows-1252, ${skip}`]],
  ['Cyrillic letters that are not UTF-8', 'a.csv', cyrillic, {}, [`a.csv:2 [data.badRows] byte 0xEF at offset 11 of the file is not UTF-8 → write data.encoding: windows-1251, ${skip}`]],
  ['Japanese that is not UTF-8', 'a.csv', japanese, {}, [`a.csv:2 [data.badRows] byte 0x82 at offset 11 of the file is not UTF-8 → write data.encoding: shift_jis, ${skip}`]],
  ['bytes that the named encoding lacks', 'a.csv', Buffer.from('text,label\n\xd2\xff,x\nb,y\n', 'latin1'), { encoding: 'windows-1253' }, [`a.csv:2 [data.badRows] byte 0xD2 at offset 11 of the file is not windows-1253 → write the right data.encoding, ${skip}`]],
  ['a header that is not UTF-8', 'a.csv', Buffer.from('téxt,label\na,x\n', 'latin1'), {}, [`a.csv:1 [data.file] byte 0xE9 at offset 1 of the file is not UTF-8 → write data.encoding: windows-1252, ${skip}`]],
  ['a zero byte', 'a.csv', `${good}c\0d,x\n`, {}, ['a.csv:4 [data.badRows] a zero byte (NUL) where text was expected → remove it, or write data.badRows: skip']],
  ['ragged rows', 'a.csv', `${good}a,b,x\nalone\n\nc,y\n`, {}, [
    'a.csv:4 [data.badRows] 3 fields where the header has 2 → quote the texts that hold the delimiter or a line end, or write data.badRows: skip',
    'a.csv:5 [data.badRows] 1 field where the header has 2 → quote the texts that hold the delimiter or a line end, or write data.badRows: skip',
  ]],
  ['a quote that is never closed', 'a.csv', `${good}"c\nd",x\n"e\nf,y\n`, {}, ['a.csv:6 [data.file] a quote opened in this row is never closed → close the quote; a quote inside a quoted field is written twice ("")']],
  ['no text column', 'a.csv', 'id,label\n1,x\n', {}, ['a.csv:1 [data.text] no column that looks like the text; the columns are "id", "label" → name it: data.text: id']],
  ['two text columns', 'a.csv', 'text,review,label\na,b,x\n', {}, ['a.csv:1 [data.text] 2 columns look like the text: "text", "review" → name it: data.text: text']],
  ['neither column', 'a.csv', 'foo,bar\na,x\n', {}, [
    'a.csv:1 [data.text] no column that looks like the text; the columns are "foo", "bar" → name it: data.text: foo',
    'a.csv:1 [data.label] no column that looks like the label; the columns are "foo", "bar" → name it: data.label: foo',
  ]],
  ['two label columns', 'a.csv', 'text,sentiment,topic\na,x,y\n', {}, ['a.csv:1 [data.label] 2 columns look like the label: "sentiment", "topic" → name it: data.label: sentiment']],
  ['a named column that is not there', 'a.csv', good, { text: ['Text', 'title'], label: 'labels' }, [
    'a.csv:1 [data.text] no column "Text"; the columns are "text", "label" → did you mean "text"?',
    'a.csv:1 [data.text] no column "title"; the columns are "text", "label" → correct data.text',
    'a.csv:1 [data.label] no column "labels"; the columns are "text", "label" → correct data.label',
  ]],
  ['a column that is there twice', 'a.csv', 'text,label,label\na,x,y\n', { label: 'label' }, ['a.csv:1 [data.label] column "label" is there 2 times → rename the others']],
  ['one column for both', 'a.csv', good, { label: 'text' }, ['a.csv:- [data.label] column "text" is both text and label → name another column in data.label or data.text']],
  ['empty cells that are errors', 'a.csv', `${good} ,x\nc,\n`, { missing: 'error' }, [
    'a.csv:4 [data.missing] the text is empty → fill it in, or write data.missing: drop',
    'a.csv:5 [data.missing] the label is empty → fill it in, or write data.missing: drop',
  ]],
  ['one class', 'a.csv', 'text,label\na,x\nb,x\n', {}, ['a.csv:- [data.label] all 2 rows have the label "x"; at least two classes were expected → name another column in data.label']],
  ['rare classes', 'a.csv', `${header}a,x\nb,x\nc,y\n`, {}, ['a.csv:- [data.rareClasses] class "y" has 1 row and split.folds is 2 → write data.rareClasses: drop, or fewer split.folds']],
  ['classes of one repeated text', 'a.csv', `${header}a,x\nb,x\nc,y\nC!,y\n`, {}, ['a.csv:- [data.rareClasses] class "y" has 2 rows, 1 that may be apart, and split.folds is 2 → write data.rareClasses: drop, or fewer split.folds']],
  ['rows that are all empty', 'a.csv', `${header} ,x\nb, \n`, {}, ['a.csv:- [data] no row is left: every row is empty, bad or of a rare class → check data.text, data.label and what is dropped']],
  ['a sample too small for the classes', 'a.csv', `${header}a,x\nb,x\nc,y\nd,y\n`, { rows: 1 }, ['a.csv:- [data.rows] a sample of 1 rows cannot hold all 2 classes → write a larger data.rows']],
  ['lines that are no objects', 'a.jsonl', '{"text":"a","label":"x"}\n[1]\nnull\n{"text":\n', {}, [
    'a.jsonl:2 [data.badRows] [1] where a JSON object was expected, e.g. {"text": "…", "label": "…"} → write one object a line, or write data.badRows: skip',
    'a.jsonl:3 [data.badRows] null where a JSON object was expected, e.g. {"text": "…", "label": "…"} → write one object a line, or write data.badRows: skip',
    'a.jsonl:4 [data.badRows] {"text": where a JSON object was expected, e.g. {"text": "…", "label": "…"} → write one object a line, or write data.badRows: skip',
  ]],
]; // prettier-ignore

describe('a user is told of', () => {
  it.each(cases)('%s', async (_, name, content, options, expected) => {
    const data = someData(folder.file(name, content), options);

    expect(await problemsOf(() => prepare(data))).toEqual(expected);
  });

  it('a missing file, a folder and a ragged row, all at once', async () => {
    const ragged = folder.file('ragged.csv', `${good}alone\n`);
    mkdirSync(folder.path('folder.csv'));

    const found = await problemsOf(() => prepare(someData([folder.path('no.csv'), folder.path('folder.csv'), ragged])));

    expect(found).toEqual([
      'no.csv:- [data.file] no such file → correct data.file; paths are relative to the grid file',
      'folder.csv:- [data.file] a folder where a file was expected → name the file in it',
      'ragged.csv:4 [data.badRows] 1 field where the header has 2 → quote the texts that hold the delimiter or a line end, or write data.badRows: skip',
    ]);
  });

  it('the columns of the first file where another file lacks them', async () => {
    const first = folder.file('first.csv', 'review,label\na,x\nb,y\n');
    const second = folder.file('second.csv', good);

    expect(await problemsOf(() => prepare(someData([first, second])))).toEqual([
      'second.csv:1 [data.text] no column "review"; the columns are "text", "label" → correct data.text',
    ]);
  });

  it('20 problems of a kind and how many more there are', async () => {
    const data = someData(folder.file('many.csv', `${good}${'alone\n'.repeat(50)}`));

    const found = await problemsOf(() => prepare(data));

    expect(found).toHaveLength(21);
    expect(found[20]).toBe('many.csv:- [data.badRows] and 30 more: rows with another number of fields than the header');
  });
});

describe('bad rows that are skipped', () => {
  it('are counted and the first 20 listed', async () => {
    const rows = `${good}alone\nc\0d,x\n${'a,b,c\n'.repeat(30)}`;
    const bytes = Buffer.concat([Buffer.from(rows), Buffer.from('caf\xe9,x\nlast,y\n', 'latin1')]);
    const data = someData(folder.file('skipped.csv', bytes), { badRows: 'skip' });

    const { rows: read, report } = await readAll(data);

    expect(read.map((row) => row.text)).toEqual(['a', 'b', 'last']);
    expect(report.skippedBad.count).toBe(33);
    expect(report.skippedBad.first).toHaveLength(20);
    expect(report.skippedBad.first[0]).toMatchObject({ line: 4, message: '1 field where the header has 2' });
  });
});

describe('hostile bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(fc.constantFrom(34, 44, 59, 9, 10, 13, 0, 0xff, 0xc3, 0x28, 65), { maxLength: 300 })
      .map((list) => Uint8Array.from(list)),
  );

  it.each(['hostile.csv', 'hostile.jsonl', 'hostile.csv.gz', 'headed.csv'])(
    'in %s end in rows or in a user error',
    async (name) => {
      const options = fc.record({
        encoding: fc.constantFrom(
          'auto',
          'utf-8',
          'windows-1252',
          'windows-1253',
          'utf-16le',
          'shift_jis',
          'gb18030',
          'iso-2022-jp',
        ),
        badRows: fc.constantFrom('error' as const, 'skip' as const),
        delimiter: fc.constantFrom('auto' as const, ';' as const),
      });
      await fc.assert(
        fc.asyncProperty(bytes, options, async (content, chosen) => {
          const head = name === 'headed.csv' ? Buffer.from(good) : Buffer.alloc(0);
          const file = folder.file(name, Buffer.concat([head, content]));

          const outcome = await prepare(someData(file, chosen)).catch((error: unknown) => error);

          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(SweepError);
        }),
        { numRuns: 60 },
      );
    },
  );
});
