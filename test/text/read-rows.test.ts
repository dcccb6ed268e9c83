import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { anyCharacter, createFolder, pairs, readAll, someData } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
const csv = (rows: readonly (readonly string[])[], delimiter: string, newline: string): string =>
  rows.map((row) => row.map(quote).join(delimiter) + newline).join('');

const cell = fc.string({ unit: anyCharacter, maxLength: 12 });
const special = fc.constantFrom('a,b;c\td|e', 'two\nlines', 'three\r\nlines', 'lone\rreturn', '"quoted"', 'sep=;', 'é');
const text = fc.oneof(cell, special).map((value) => `x${value}`);
const label = fc.constantFrom('1', 'true', 'null', '2020-01-01', 'a "b"', 'c,d');

describe('any CSV that was written with quotes', () => {
  for (const delimiter of [',', ';', '\t', '|'] as const)
    for (const newline of ['\n', '\r\n', '\r'])
      it(`is read back, delimiter ${JSON.stringify(delimiter)}, line ends ${JSON.stringify(newline)}`, async () => {
        const rows = fc.array(fc.tuple(text, label), { minLength: 1, maxLength: 20 });
        await fc.assert(
          fc.asyncProperty(rows, fc.boolean(), async (written, isNamed) => {
            const content = csv([['text', 'label'], ...written], delimiter, newline);
            const file = folder.file('round.csv', content);

            const read = await pairs(someData(file, { delimiter: isNamed ? delimiter : 'auto' }));

            expect(read).toEqual(written.filter(([value]) => value.trim() !== ''));
          }),
          { numRuns: 20 },
        );
      });
});

describe('encodings', () => {
  const content = 'text;label\n"naïve café – “déjà vu”";très bien\nplain;no\n';
  const expected = [
    ['naïve café – “déjà vu”', 'très bien'],
    ['plain', 'no'],
  ];
  const windows1252 = Buffer.from(content.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'), 'latin1');
  const utf16le = Buffer.from(`\ufeff${content}`, 'utf16le');

  it.each([
    ['UTF-8', Buffer.from(content), 'auto', 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${content}`), 'auto', 'utf-8'],
    ['UTF-8 with a mark, as Python names it', Buffer.from(`\ufeff${content}`), 'utf-8-sig', 'utf-8'],
    ['UTF-16 with a byte order mark', utf16le, 'auto', 'utf-16le'],
    ['UTF-16 big-endian with a mark', Buffer.from(utf16le).swap16(), 'auto', 'utf-16be'],
    ['UTF-16 without a mark, named', utf16le.subarray(2), 'utf_16_le', 'utf-16le'],
    ['windows-1252', windows1252, 'windows-1252', 'windows-1252'],
    ['windows-1252 by the name of Latin-1', windows1252, 'latin-1', 'windows-1252'],
    ['windows-1252 as Python names it', windows1252, 'cp1252', 'windows-1252'],
    ['a mark against the wrong name', utf16le, 'cp1252', 'utf-16le'],
  ])('%s is read', async (_, bytes, encoding, found) => {
    const data = someData(folder.file('encoded.csv', bytes), { encoding });

    const { rows, report } = await readAll(data);

    expect(rows.map((row) => [row.text, row.label])).toEqual(expected);
    expect(report.encodings).toEqual([found]);
  });

  it('reads characters that chunks of the file cut in two', async () => {
    const rows = Array.from({ length: 9000 }, (_, row) => [`${'é'.repeat(row % 7)}漢字🙂 ${row}`, row % 2 ? 'a' : 'b']);
    const written = csv([['text', 'label'], ...rows], ',', '\r\n');

    const read = await pairs(someData(folder.file('long.csv', written)));
    const transcoded = await pairs(someData(folder.file('long16.csv', Buffer.from(`\ufeff${written}`, 'utf16le'))));

    expect(read.join('\n')).toBe(rows.join('\n'));
    expect(transcoded.join('\n')).toBe(rows.join('\n'));
  });
});

describe('delimiters', () => {
  it.each([
    ['commas inside quoted texts', 'text;label\n"a, b, c";x\n"d, e";y\n', ';'],
    ['commas in unquoted texts', 'text;label\na, b, c;x\nd, e, f;y\n', ';'],
    ['a line that names it', 'sep=|\ntext|label\na;b|x\nc|y\n', '|'],
    ['a line that names it, on Windows', 'sep=;\r\ntext;label\r\na,b;x\r\nc;y\r\n', ';'],
    ['tabs in a .txt', 'text\tlabel\na, b\tx\nc; d\ty\n', '\t'],
    ['a header with several delimiters', '"id;no",text,label\n1,a,x\n2,b,y\n', ','],
  ])('are found: %s', async (_, content, delimiter) => {
    const { rows, report } = await readAll(someData(folder.file('sniffed.txt', content)));

    expect(report.delimiters).toEqual([delimiter]);
    expect(rows.map((row) => row.label)).toEqual(['x', 'y']);
  });

  it('are not looked for beyond the first 100 records', async () => {
    const head = `text,label\n${'a,x\nb,y\n'.repeat(50)}`;

    const { report } = await readAll(someData(folder.file('late.csv', `${head}"c;d;e",x\n`)));

    expect(report.delimiters).toEqual([',']);
  });
});

describe('lines', () => {
  it('are counted through quoted line ends, blank lines and every kind of line end', async () => {
    const content = 'text,label\r\n"two\r\nlines",a\r\n\r\n\r\nb,b\nc,c\rd,d\n\n"x\ny\n\nz",e\nf,f';

    const { rows } = await readAll(someData(folder.file('lines.csv', content)));

    expect(rows.map((row) => [row.label, row.line])).toEqual([
      ['a', 2],
      ['b', 6],
      ['c', 7],
      ['d', 8],
      ['e', 10],
      ['f', 14],
    ]);
  });

  it('are counted behind a line that names the delimiter', async () => {
    const { rows } = await readAll(someData(folder.file('named.csv', 'sep=;\ntext;label\na;x\nb;y\n')));

    expect(rows.map((row) => row.line)).toEqual([3, 4]);
  });
});

describe('files', () => {
  it('are unpacked, and their digest is that of the packed bytes', async () => {
    const packed = gzipSync('text,label\na,x\nb,y\n');
    const file = folder.file('packed.csv.gz', packed);

    const { rows, report } = await readAll(someData(file));

    expect(rows.map((row) => row.text)).toEqual(['a', 'b']);
    const digest = createHash('sha256').update(packed).digest('hex');
    expect(report.files).toEqual([{ path: file, bytes: packed.length, digest }]);
  });

  it('are read one after the other, each with its own delimiter', async () => {
    const first = folder.file('one.csv', 'text,label\na,x\n');
    const second = folder.file('two.tsv', 'label\ttext\ny\tb\n');
    const third = folder.file('three.jsonl', '{"text":"c","label":"z"}\n');

    const { rows, report } = await readAll(someData([first, second, third]));

    expect(rows.map((row) => [row.text, row.label, row.file])).toEqual([
      ['a', 'x', first],
      ['b', 'y', second],
      ['c', 'z', third],
    ]);
    expect(report.delimiters).toEqual([',', '\t', null]);
  });
});

describe('columns', () => {
  it('named as a list are joined by a space', async () => {
    const file = folder.file('joined.csv', 'title,body,label\nA,b c,x\n');

    expect(await pairs(someData(file, { text: ['title', 'body'] }))).toEqual([['A b c', 'x']]);
  });

  it('are found whatever their case, and a label is trimmed', async () => {
    const file = folder.file('case.csv', ' Review ,SENTIMENT\nfine, good \n');

    expect(await pairs(someData(file))).toEqual([['fine', 'good']]);
  });

  it('may give groups', async () => {
    const file = folder.file('groups.csv', 'text,label,author\na,x,kim\nb,y,lee\nc,y,\n');

    const { rows, report } = await readAll(someData(file), 'author');

    expect(rows.map((row) => row.group)).toEqual(['kim', 'lee']);
    expect(report.droppedMissing).toBe(1);
  });
});

describe('bad rows that are skipped', () => {
  it('are counted and the first 20 listed', async () => {
    const rows = `text,label\na,x\nb,y\nalone\nc\0d,x\n${'a,b,c\n'.repeat(30)}`;
    const bytes = Buffer.concat([Buffer.from(rows), Buffer.from('caf\xe9,x\nlast,y\n', 'latin1')]);
    const data = someData(folder.file('skipped.csv', bytes), { badRows: 'skip' });

    const { rows: read, report } = await readAll(data);

    expect(read.map((row) => row.text)).toEqual(['a', 'b', 'last']);
    expect(report.skippedBad.count).toBe(33);
    expect(report.skippedBad.first).toHaveLength(20);
    expect(report.skippedBad.first[0]).toMatchObject({ line: 4, message: '1 field where the header has 2' });
  });
});
