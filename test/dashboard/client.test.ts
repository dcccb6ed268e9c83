import { expect, test } from 'vitest';

import { sorted } from '../../dashboard/client/board.ts';
import type { BoardRow, Column } from '../../dashboard/client/board.ts';
import { brushed, brushText, ordered, parseBrush } from '../../dashboard/client/brush.ts';
import { csvText } from '../../dashboard/client/csv.ts';
import { createEventLines } from '../../dashboard/client/event-lines.ts';
import { axesOf } from './fake-source.ts';

const row = (id: string, units: number, mean: number | null): BoardRow =>
  ({ id, params: { 'model.units': units }, scores: { accuracy: { mean } } }) as unknown as BoardRow;

test('events are read however they are cut', () => {
  const text = 'id: a-1\nevent: sweep\ndata: {"x":1}\n\n: still here\n\nid: a-2\nevent: gone\ndata: "y"\n\n';
  const whole = createEventLines()(text);
  const read = createEventLines();

  expect(Array.from(text).flatMap((letter) => read(letter))).toEqual(whole);
  expect(whole).toEqual([
    { id: 'a-1', event: 'sweep', data: '{"x":1}' },
    { id: 'a-2', event: 'gone', data: '"y"' },
  ]);
});

test('a brush goes into the address and comes back, and what is damaged there chooses nothing', () => {
  expect(brushText(parseBrush('units:0:2,accuracy:0.8:0.9'))).toBe('units:0:2,accuracy:0.8:0.9');
  expect(parseBrush('units:x:2,,units:1').size).toBe(0);
  expect(brushText(parseBrush(null))).toBeNull();
});

test('rows must lie within the ranges of all axes', () => {
  const rows = [row('a', 1, 0.9), row('b', 2, 0.8), row('c', 3, null)];

  expect(brushed(rows, parseBrush('units:1:2'), axesOf(3), 'accuracy').map(({ id }) => id)).toEqual(['b', 'c']);
  expect(brushed(rows, parseBrush('units:1:2,accuracy:0:1'), axesOf(3), 'accuracy').map(({ id }) => id)).toEqual(['b']);
});

test('axes stand in the order asked for, the others behind', () => {
  expect(ordered(axesOf(3), 'stopwords,nothing,units').map(({ name }) => name)).toEqual([
    'stopwords',
    'units',
    'batch',
  ]);
});

test('what has no value is sorted last either way', () => {
  const rows = [row('a', 1, null), row('b', 2, 0.8), row('c', 3, 0.9)];
  const column = { value: ({ scores }) => scores['accuracy']?.mean ?? null } as Column;

  expect(sorted(rows, column, false).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  expect(sorted(rows, column, true).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

test('a table as CSV quotes what has to be', () => {
  expect(
    csvText({
      columns: ['a', 'b'],
      rows: [
        ['x,"y"', null],
        [1, 'z\n'],
      ],
    }),
  ).toBe('a,b\r\n"x,""y""",\r\n1,"z\n"\r\n');
});
