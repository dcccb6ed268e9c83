import { describe, expect, it } from 'vitest';

import { lineFormat } from '../../../cli/export/line-format.ts';

const columns = ['id', 'units', 'take', 'p_a;b'];

describe('lineFormat', () => {
  it('writes CSV with quotes where they are needed and nothing for what is missing', () => {
    const { start, line } = lineFormat('csv', columns);

    expect(start).toBe('id,units,take,p_a;b\n');
    expect(line(['t1, "x"\n', null, true, 0.1])).toBe('"t1, ""x""\n",,true,0.1\n');
  });

  it('writes JSON lines with every key on every line', () => {
    const { start, line } = lineFormat('jsonl', columns);

    expect(start).toBe('');
    expect(line(['t1', null, false])).toBe('{"id":"t1","units":null,"take":false,"p_a;b":null}\n');
  });

  it('writes for spreadsheets with a decimal comma and no formula', () => {
    const { start, line } = lineFormat('excel', columns);

    expect(start).toBe('\uFEFFid;units;take;"p_a;b"\r\n');
    expect(line(['=1+1', 1.5, true, null])).toBe(`"'=1+1";1,5;true;\r\n`);
  });
});
