import { describe, expect, it } from 'vitest';
import { refused, withLines } from './refused.ts';

describe('the file', () => {
  it.each([
    ['is empty', '', '1:1 : an empty file, expected a grid → write one with `sweep init`'],
    ['is a list', '- a', '1:1 : no mapping of keys to values, expected a grid → write one with `sweep init`'],
    [
      'is indented by tabs',
      'name: x\ndata:\n\tfile: a',
      '3:1 : a tab as indentation, expected spaces → indent with spaces',
    ],
    [
      'holds two documents',
      'name: x\n---\nname: y',
      '2:1 : a second YAML document begins here, expected one → one file holds one grid: delete the `---` and what follows, or move it to another file',
    ],
    ['asks for YAML 1.1', '%YAML 1.1\n---\nname: x', '1:1 : %YAML 1.1, expected YAML 1.2 → delete the %YAML line'],
    [
      'has a value that needs quotes',
      'name: x\ndata:\n  delimiter: ,',
      '3:14 : not YAML: Plain value cannot start with flow indicator character , → text that begins with one of , [ ] { } # & * ! | > % @ ` needs quotes',
    ],
    [
      'names an anchor that is not there',
      withLines('model: { units: *small }'),
      '3:17 : the alias *small names no anchor before it, expected &small at the value that it repeats → text that begins with * needs quotes',
    ],
  ])('is refused where it %s', (_, source, problem) => {
    expect(refused(source)).toEqual([problem]);
  });

  it('is refused for a key that is written twice, and for what else is wrong', () => {
    expect(refused(withLines('model: { units: 8, units: 16, layers: 0 }'))).toEqual([
      '3:20 units: the key "units" is written twice in one place, expected once → keep one of the two lines',
      '3:39 model.layers: found 0, expected a whole number from 1 to 4 → write for example `layers: 1`',
    ]);
  });

  it('is refused without a name and without data', () => {
    expect(refused('model: { units: 8 }')).toEqual([
      '1:1 name: no name, expected "name" at the top level → write `name: bad`',
      '1:1 data.file: no data, expected "file" under "data" → write `data: { file: texts.csv }`',
    ]);
  });
});
