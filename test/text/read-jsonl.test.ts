import { afterAll, describe, expect, it } from 'vitest';
import { createFolder, pairs, readAll, someData } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

describe('JSON lines', () => {
  it('give texts and labels of any type as text', async () => {
    const lines = ['1', 'true', 'null', '"2020-01-01"', '{"b":[1]}'].map((label) => `{"text":" t ","label":${label}}`);

    const read = await pairs(someData(folder.file('some.jsonl', `${lines.join('\r\n')}\n\n`)));

    expect(read).toEqual(['1', 'true', 'null', '2020-01-01', '{"b":[1]}'].map((label) => [' t ', label]));
  });

  it('lack what a key lacks', async () => {
    const lines = ['{"text":"a","label":"x"}', '{"label":"x"}', '{"text":null,"label":"x"}', '{"text":"b"}'];

    const { rows, report } = await readAll(someData(folder.file('lacking.jsonl', lines.join('\n'))));

    expect(rows.map((row) => row.text)).toEqual(['a']);
    expect(report.droppedMissing).toBe(3);
  });

  it('may be longer than a chunk, and hold half a character', async () => {
    const long = 'word '.repeat(60_000);
    const lines = [`{"text":"${long}","label":"x"}`, '{"text":"\\ud83d","label":"y"}'];

    const read = await pairs(someData(folder.file('long.jsonl', lines.join('\n'))));

    expect(read).toEqual([
      [long, 'x'],
      ['\ufffd', 'y'],
    ]);
  });
});
