import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SweepError } from '../../core/errors.ts';
import type { DataOptions } from '../../core/grid.ts';
import { prepareData } from '../../text/prepare-data.ts';
import { createFolder, someData, someSplit, someTokenizer } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const prepare = (data: DataOptions) => prepareData({ folder: '/', data, split: someSplit() }, [someTokenizer()]);

const good = 'text,label\na,x\nb,y\n';
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

it('tells a line of a hundred thousand brackets from a row, whatever it is asked for', async () => {
  const deep = `{"text":${'['.repeat(100_000)}${']'.repeat(100_000)},"label":"x"}`;
  const file = folder.file('deep.jsonl', `{"text":"a","label":"x"}\n{"text":"b","label":"y"}\n${deep}\n`);

  await expect(prepare(someData(file))).rejects.toMatchObject({ code: 'INVALID_DATA' });
});
