import { afterAll, describe, expect, it } from 'vitest';
import type { DataOptions } from '../../core/grid.ts';
import { prepareData } from '../../text/prepare-data.ts';
import { createFolder, problemsOf, someData, someSplit, someTokenizer } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const prepare = (data: DataOptions) => prepareData({ folder: '/', data, split: someSplit() }, [someTokenizer()]);

const good = 'text,label\na,x\nb,y\n';
const header = 'text,label\n';
type Case = readonly [string, string, string | Uint8Array, Partial<DataOptions>, readonly string[]];

const cases: readonly Case[] = [
  [
    'no text column',
    'a.csv',
    'id,label\n1,x\n',
    {},
    ['a.csv:1 [data.text] no column that looks like the text; the columns are "id", "label" → name it: data.text: id'],
  ],
  [
    'two text columns',
    'a.csv',
    'text,review,label\na,b,x\n',
    {},
    ['a.csv:1 [data.text] 2 columns look like the text: "text", "review" → name it: data.text: text'],
  ],
  [
    'neither column',
    'a.csv',
    'foo,bar\na,x\n',
    {},
    [
      'a.csv:1 [data.text] no column that looks like the text; the columns are "foo", "bar" → name it: data.text: foo',
      'a.csv:1 [data.label] no column that looks like the label; the columns are "foo", "bar" → name it: data.label: bar',
    ],
  ],
  [
    'two label columns',
    'a.csv',
    'text,sentiment,topic\na,x,y\n',
    {},
    ['a.csv:1 [data.label] 2 columns look like the label: "sentiment", "topic" → name it: data.label: sentiment'],
  ],
  [
    'a named column that is not there',
    'a.csv',
    good,
    { text: ['Text', 'title'], label: 'labels' },
    [
      'a.csv:1 [data.text] no column "Text"; the columns are "text", "label" → did you mean "text"?',
      'a.csv:1 [data.text] no column "title"; the columns are "text", "label" → correct data.text',
      'a.csv:1 [data.label] no column "labels"; the columns are "text", "label" → correct data.label',
    ],
  ],
  [
    'a column that is there twice',
    'a.csv',
    'text,label,label\na,x,y\n',
    { label: 'label' },
    ['a.csv:1 [data.label] column "label" is there 2 times → rename the others'],
  ],
  [
    'one column for both',
    'a.csv',
    good,
    { label: 'text' },
    ['a.csv:- [data.label] column "text" is both text and label → name another column in data.label or data.text'],
  ],
  [
    'empty cells that are errors',
    'a.csv',
    `${good} ,x\nc,\n`,
    { missing: 'error' },
    [
      'a.csv:4 [data.missing] the text is empty → fill it in, or write data.missing: drop',
      'a.csv:5 [data.missing] the label is empty → fill it in, or write data.missing: drop',
    ],
  ],
  [
    'one class',
    'a.csv',
    'text,label\na,x\nb,x\n',
    {},
    [
      'a.csv:- [data.label] all 2 rows have the label "x"; at least two classes were expected → name another column in data.label',
    ],
  ],
  [
    'rare classes',
    'a.csv',
    `${header}a,x\nb,x\nc,y\n`,
    {},
    [
      'a.csv:- [data.rareClasses] class "y" has 1 row and split.folds is 2 → write data.rareClasses: drop, or fewer split.folds',
    ],
  ],
  [
    'classes of one repeated text',
    'a.csv',
    `${header}a,x\nb,x\nc,y\nC!,y\n`,
    {},
    [
      'a.csv:- [data.rareClasses] class "y" has 2 rows, 1 that may be apart, and split.folds is 2 → write data.rareClasses: drop, or fewer split.folds',
    ],
  ],
  [
    'rows that are all empty',
    'a.csv',
    `${header} ,x\nb, \n`,
    {},
    [
      'a.csv:- [data] no row is left: every row is empty, bad, of a rare class or like a row that is set aside → check data.text, data.label and what is dropped',
    ],
  ],
  [
    'a sample too small for the classes',
    'a.csv',
    `${header}a,x\nb,x\nc,y\nd,y\n`,
    { rows: 1 },
    ['a.csv:- [data.rows] a sample of 1 rows cannot hold all 2 classes → write a larger data.rows'],
  ],
];

describe('a user is told of', () => {
  it.each(cases)('%s', async (_, name, content, options, expected) => {
    const data = someData(folder.file(name, content), options);

    expect(await problemsOf(() => prepare(data))).toEqual(expected);
  });

  it('the columns of the first file where another file lacks them', async () => {
    const first = folder.file('first.csv', 'review,label\na,x\nb,y\n');
    const second = folder.file('second.csv', good);

    expect(await problemsOf(() => prepare(someData([first, second])))).toEqual([
      'second.csv:1 [data.text] no column "review"; the columns are "text", "label" → correct data.text',
    ]);
  });
});
