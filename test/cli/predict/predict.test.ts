import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { csvText } from '../../../cli/csv.ts';
import { predict, type PredictCommand } from '../../../cli/predict.ts';
import { modelFiles } from '../../../training/export/model-files.ts';
import { someFacts, someModel } from '../../training/export/trained-fixture.ts';

const model = someModel({ cell: 'lstm', layers: 1, units: 3, bidirectional: false, pooling: 'last', head: 'softmax' });
const facts = { ...someFacts, reading: { text: ['text'], label: 'topic', delimiter: ',', encoding: 'utf-8' } };
const files = modelFiles(model, facts);

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-predict-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
    vi.restoreAllMocks();
  });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  return folder;
};

const nothing = { texts: null, file: null, out: null, textColumns: null, delimiter: null, encoding: null };
const plain: Omit<PredictCommand, 'folder'> = { ...nothing, json: false, excel: false };

/** What predicting a CSV file of these bytes writes. */
const predictFile = async (bytes: string | Uint8Array, command: Partial<PredictCommand> = {}, name = 'in.csv') => {
  const folder = newFolder();
  const [file, out] = [join(folder, name), join(folder, 'out.csv')];
  writeFileSync(file, bytes);
  await predict({ ...plain, folder, file, out, ...command });
  return readFileSync(out, 'utf8');
};

it('keeps every row and the content of every other column, whatever stands in them', async () => {
  const folder = newFolder();
  const [file, out] = [join(folder, 'in.csv'), join(folder, 'out.csv')];
  const awkward = fc.constantFrom(
    '',
    ' ',
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '=1+1',
    "'",
    '😀',
    'e\u0301',
    '-',
  );
  const cell = fc
    .array(fc.oneof(awkward, fc.string({ unit: 'grapheme' })), { maxLength: 4 })
    .map((parts) => parts.join(''));
  const usable = cell.filter((text) => !text.includes('\0') && !text.startsWith('\uFEFF'));
  const row = fc.tuple(usable, usable, usable);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      writeFileSync(file, csvText([['id', 'text', ' other '], ...rows], { excel: false }));
      rmSync(out, { force: true });

      await predict({ ...plain, folder, file, out });

      const [header, ...found] = parse(readFileSync(out), { skip_empty_lines: false }) as string[][];
      expect(header).toEqual(['id', 'text', ' other ', 'predicted', 'p_a', 'p_b', 'p_c']);
      expect(found.map((fields) => fields.slice(0, 3))).toEqual(rows);
    }),
    { numRuns: 40 },
  );
});

it('gives the likeliest label and probabilities that add up to one, the same for the same text wherever it stands', async () => {
  const rows = Array.from({ length: 1100 }, (_, at) => `${at},${['good bus', '', 'food 数 dosen'][at % 3]}`);

  const lines = (await predictFile(`id,text\n${rows.join('\n')}\n`)).trimEnd().split('\n').slice(1);

  expect(lines).toHaveLength(1100);
  const behind = lines.map((line) => line.split(',').slice(2).join(','));
  expect(new Set(behind)).toHaveLength(3);
  expect(lines.map((line) => line.split(',').slice(0, 2).join(','))).toEqual(rows);
  const [label, ...values] = (behind[0] as string).split(',');
  const probabilities = values.map(Number);
  expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  expect(label).toBe(model.labels[probabilities.indexOf(Math.max(...probabilities))]);
});

it('writes with the delimiter of the input, and finds new names where columns are called like the new ones', async () => {
  const written = await predictFile('predicted;p_a;text\nyes;1;"bus; bad"\n');

  expect(written.split('\n')[0]).toBe('predicted;p_a;text;predicted_2;p_a_2;p_b;p_c');
  expect(written.split('\n')[1]).toMatch(/^yes;1;"bus; bad";[abc];0\.\d+;/);
});

it('writes for spreadsheets: byte order mark, semicolons, decimal commas, no formulas', async () => {
  const written = await predictFile('text,note\ngood,=1+1\nbad,-2\n', { excel: true });

  const [header, first, second] = written.split('\r\n') as [string, string, string];
  expect(header).toBe('\uFEFFtext;note;predicted;p_a;p_b;p_c');
  expect(first).toMatch(/^good;"'=1\+1";[abc];0,\d+;0,\d+;0,\d+$/);
  expect(second).toContain(`"'-2"`);
});

it('reads packed files, other encodings, byte order marks and several text columns', async () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\nbus,dosen\n', 'utf16le')]);
  const joined = await predictFile('text\nbus dosen\n');
  const expected = (joined.split('\n')[1] as string).slice('bus dosen'.length);

  expect(await predictFile(gzipSync('text\nbus dosen\n'), {}, 'in.csv.gz')).toBe(joined);
  expect(await predictFile(utf16, { textColumns: ['a', 'b'] })).toContain(`bus,dosen${expected}`);
  const latin = Buffer.from('x\nna\xefve\n', 'latin1');
  expect(await predictFile(latin, { textColumns: ['x'], encoding: 'latin-1' })).toContain('naïve,');
});

it('takes the delimiter of training where the header fits it, and else the one that the header shows', async () => {
  expect(await predictFile('text\ta,b\tc\nbus\tx\ty\n')).toMatch(/^text\ta,b\tc\tpredicted\t/);
  expect(await predictFile('text,a;b;c;d\nbus,x;y;z;w\n')).toMatch(/^text,a;b;c;d,predicted,/);
  expect(await predictFile('a,text;b\nx,bus;y\n', { delimiter: ';', textColumns: ['b'] })).toMatch(
    /^a,text;b;predicted/,
  );
});

it.each([
  ['a,b\n1,2\n', {}, /no column "text", which the model was trained on; the columns are "a", "b"/],
  ['Text,b\n1,2\n', { textColumns: ['text'] }, /no column "text"; the columns are "Text", "b"/],
  ['text,text\n1,2\n', {}, /column "text" is there 2 times/],
  ['text,b\n1,2\n3\n', {}, /in\.csv:3: 1 field where the header has 2/],
  ['text\nok\n"open\n', {}, /in\.csv:3: a quote opened in this row is never closed/],
  [Buffer.from('text\nb\xffd\n', 'latin1'), {}, /in\.csv:2: byte 0xFF at offset 6 of the file is not UTF-8/],
  ['', {}, /the file is empty/],
] as const)('refuses %j and leaves no file behind', async (bytes, command, message) => {
  const folder = newFolder();
  const [file, out] = [join(folder, 'in.csv'), join(folder, 'out.csv')];
  writeFileSync(file, bytes);

  await expect(predict({ ...plain, folder, file, out, ...command })).rejects.toThrow(message);

  expect(existsSync(out)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.includes('.part-'))).toEqual([]);
});

it('names flags, not keys of a grid, in what to do', async () => {
  const folder = newFolder();
  const file = join(folder, 'in.csv');
  writeFileSync(file, Buffer.from('text,b\nna\xefve et cetera\xe9,2\n', 'latin1'));

  await expect(predict({ ...plain, folder, file, out: join(folder, 'o') })).rejects.toMatchObject({
    code: 'INVALID_DATA',
    fix: expect.stringMatching(/^--encoding windows-125\d$/),
  });
  await expect(predict({ ...plain, folder, file: join(folder, 'no.csv') })).rejects.toMatchObject({
    fix: 'correct --file',
  });
  await expect(predict({ ...plain, folder, file, out: file })).rejects.toMatchObject({ code: 'USAGE' });
});

it('prints one JSON object, and a text for a person as labels with their probabilities', async () => {
  const folder = newFolder();
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);

  await predict({ ...plain, folder, texts: ['good bus', ''], json: true });
  const object = JSON.parse(printed.splice(0).join('')) as { predictions: { probabilities: number[] }[] };
  await predict({ ...plain, folder, texts: ['good bus'] });
  const lines = printed.splice(0).join('').split('\n');

  expect(object).toMatchObject({
    v: 1,
    labels: ['a', 'b', 'c'],
    predictions: [
      { row: 1, text: 'good bus' },
      { row: 2, text: '' },
    ],
  });
  const likeliest = Math.max(...(object.predictions[0]?.probabilities ?? []));
  expect(lines[0]).toMatch(new RegExp(`^[abc]  ${likeliest.toFixed(4)}$`));
  expect(lines).toHaveLength(4);
});
