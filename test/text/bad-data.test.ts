import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataOptions } from '../../core/grid.ts';
import { prepareData } from '../../text/prepare-data.ts';
import { createFolder, problemsOf, someData, someSplit, someTokenizer } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const prepare = (data: DataOptions) => prepareData({ folder: '/', data, split: someSplit() }, [someTokenizer()]);

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
  [
    'a header alone',
    'a.csv',
    header,
    {},
    ['a.csv:- [data.file] the file has a header and no rows → name a file with rows'],
  ],
  [
    'an unknown kind',
    'a.json',
    good,
    {},
    [
      'a.json:- [data.file] a file of unknown kind; .csv, .tsv, .txt or .jsonl (also .gz) was expected → save it as CSV',
    ],
  ],
  [
    'an Excel file',
    'a.csv',
    'PK\x03\x04abcdefgh',
    {},
    ['a.csv:- [data.file] a zip or Excel file (.xlsx) where text was expected → save it as CSV (UTF-8)'],
  ],
  [
    'gzip without its name',
    'a.csv',
    gzipSync(good),
    {},
    ['a.csv:- [data.file] a gzip file whose name does not end in .gz → rename it'],
  ],
  [
    'a name of gzip without gzip',
    'a.csv.gz',
    good,
    {},
    ['a.csv.gz:- [data.file] damaged gzip: incorrect header check → pack the file again'],
  ],
  [
    'cut gzip',
    'a.csv.gz',
    gzipSync(good).subarray(0, -12),
    {},
    ['a.csv.gz:- [data.file] damaged gzip: unexpected end of file → pack the file again'],
  ],
  [
    'an unknown encoding',
    'a.csv',
    good,
    { encoding: 'utf-9' },
    [
      'a.csv:- [data.file] unknown encoding "utf-9" → write auto, utf-8, windows-1252 or another name that Python or a browser knows',
    ],
  ],
  [
    'UTF-16 without a mark',
    'a.csv',
    Buffer.from(good, 'utf16le'),
    {},
    ['a.csv:1 [data.file] zero bytes (NUL) in every other place: not UTF-8 → write data.encoding: utf-16le'],
  ],
  [
    'Latin letters that are not UTF-8',
    'a.csv',
    latin1,
    {},
    [
      `a.csv:2 [data.badRows] byte 0xE9 at offset 14 of the file is not UTF-8 → write data.encoding: windows-1252, ${skip}`,
    ],
  ],
  [
    'Cyrillic letters that are not UTF-8',
    'a.csv',
    cyrillic,
    {},
    [
      `a.csv:2 [data.badRows] byte 0xEF at offset 11 of the file is not UTF-8 → write data.encoding: windows-1251, ${skip}`,
    ],
  ],
  [
    'Japanese that is not UTF-8',
    'a.csv',
    japanese,
    {},
    [
      `a.csv:2 [data.badRows] byte 0x82 at offset 11 of the file is not UTF-8 → write data.encoding: shift_jis, ${skip}`,
    ],
  ],
  [
    'bytes that the named encoding lacks',
    'a.csv',
    Buffer.from('text,label\n\xd2\xff,x\nb,y\n', 'latin1'),
    { encoding: 'windows-1253' },
    [
      `a.csv:2 [data.badRows] byte 0xD2 at offset 11 of the file is not windows-1253 → write the right data.encoding, ${skip}`,
    ],
  ],
  [
    'a header that is not UTF-8',
    'a.csv',
    Buffer.from('téxt,label\na,x\n', 'latin1'),
    {},
    [`a.csv:1 [data.file] byte 0xE9 at offset 1 of the file is not UTF-8 → write data.encoding: windows-1252, ${skip}`],
  ],
  [
    'a zero byte',
    'a.csv',
    `${good}c\0d,x\n`,
    {},
    ['a.csv:4 [data.badRows] a zero byte (NUL) where text was expected → remove it, or write data.badRows: skip'],
  ],
  [
    'ragged rows',
    'a.csv',
    `${good}a,b,x\nalone\n\nc,y\n`,
    {},
    [
      'a.csv:4 [data.badRows] 3 fields where the header has 2 → quote the texts that hold the delimiter or a line end, or write data.badRows: skip',
      'a.csv:5 [data.badRows] 1 field where the header has 2 → quote the texts that hold the delimiter or a line end, or write data.badRows: skip',
    ],
  ],
  [
    'a quote that is never closed',
    'a.csv',
    `${good}"c\nd",x\n"e\nf,y\n`,
    {},
    [
      'a.csv:6 [data.file] a quote opened in this row is never closed → close the quote; a quote inside a quoted field is written twice ("")',
    ],
  ],
  [
    'lines that are no objects',
    'a.jsonl',
    '{"text":"a","label":"x"}\n[1]\nnull\n{"text":\n',
    {},
    [
      'a.jsonl:2 [data.badRows] [1] where a JSON object was expected, e.g. {"text": "…", "label": "…"} → write one object a line, or write data.badRows: skip',
      'a.jsonl:3 [data.badRows] null where a JSON object was expected, e.g. {"text": "…", "label": "…"} → write one object a line, or write data.badRows: skip',
      'a.jsonl:4 [data.badRows] {"text": where a JSON object was expected, e.g. {"text": "…", "label": "…"} → write one object a line, or write data.badRows: skip',
    ],
  ],
];

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

  it('one where the labels are numbers or texts rather than classes', async () => {
    const numbers = Array.from({ length: 200 }, (_, at) => `text ${at},${at / 7}\n`);

    const found = await problemsOf(() => prepare(someData(folder.file('numbers.csv', header + numbers.join('')))));

    expect(found).toEqual([
      'numbers.csv:- [data.label] 200 different labels in 200 rows, most in fewer rows than split.folds, which is 2: these look like numbers, names or texts, not like classes → name the column of the classes in data.label, or write data.rareClasses: drop',
    ]);
  });

  it('of more than 20 problems of a kind three, and how many more there are', async () => {
    const data = someData(folder.file('many.csv', `${good}${'alone\n'.repeat(50)}`));

    const found = await problemsOf(() => prepare(data));

    expect(found).toHaveLength(4);
    expect(found[3]).toBe('many.csv:- [data.badRows] and 47 more: rows with another number of fields than the header');
  });
});
