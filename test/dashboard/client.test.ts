import { expect, test } from 'vitest';

import { sorted } from '../../dashboard/client/board.ts';
import type { BoardRow, Column } from '../../dashboard/client/board.ts';
import { brushed, brushText, ordered, parseBrush } from '../../dashboard/client/brush.ts';
import { csvText } from '../../dashboard/client/csv.ts';
import { createEventLines } from '../../dashboard/client/event-lines.ts';
import { slotsOf } from '../../dashboard/client/slots.ts';
import type { TimelineAttempt } from '../../dashboard/source.ts';
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

const attempt = (from: number, to: number | null, more: Partial<TimelineAttempt> = {}): TimelineAttempt => ({
  kind: 'run',
  worker: 'w',
  from,
  to,
  fromStep: 0,
  step: null,
  outcome: 'trained',
  cause: '',
  ...more,
});
const timelineOf = (attempts: readonly TimelineAttempt[]) => ({
  decided: [],
  lookedUp: 0,
  scored: 0,
  attempts,
  attemptsInAll: attempts.length,
  pauses: [],
  now: 100,
});

test('trainings of a worker lie on as many lines as it had slots', () => {
  const { names, bars } = slotsOf(
    timelineOf([attempt(0, 5), attempt(1, 4), attempt(4.01, 9), attempt(5, null, { outcome: 'going' })]),
  );

  expect(names).toEqual(['w 1', 'w 2']);
  expect(bars.map(({ slot, to }) => [slot, to])).toEqual([
    [0, 5],
    [1, 4],
    [1, 9],
    [0, 100],
  ]);
});

test('marks stand where a training went on from a checkpoint, was stopped with one, died or was lost', () => {
  const attempts = [
    attempt(0, 5, { outcome: 'stopped', step: 40 }),
    attempt(9, 12, { fromStep: 40, outcome: 'died', cause: 'SIGKILL' }),
    attempt(13, null, { fromStep: 40, outcome: 'lost' }),
  ];

  const { moments, bars } = slotsOf(timelineOf(attempts));

  expect(moments.map(({ kind, at }) => [kind, at])).toEqual([
    ['stopped', 5],
    ['checkpoint', 9],
    ['killed', 12],
    ['checkpoint', 13],
    ['killed', 13],
  ]);
  expect(bars[0]?.words).toBe('stopped, last checkpoint at step 40');
  expect(bars[1]?.words).toBe('the trainer died (SIGKILL), from the checkpoint at step 40 on');
  expect(bars[2]).toMatchObject({ kind: 'lost', from: 13, to: 13 });
});

test('a pause lies over all slots, and one that lasts does not push all else together', () => {
  const pauses = [
    { from: 2, to: 4, what: 'paused' as const },
    { from: 20, to: null, what: 'stopped' as const },
  ];

  const { bars } = slotsOf({ ...timelineOf([attempt(0, 20), attempt(0, 20)]), pauses, now: 1e6 });

  const rests = bars.filter(({ kind }) => kind === 'waiting');
  expect(rests.map(({ slot, from, to }) => [slot, from, to])).toEqual([
    [0, 2, 4],
    [1, 2, 4],
    [0, 20, 21],
    [1, 20, 21],
  ]);
});
