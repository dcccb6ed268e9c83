import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { readGrid } from '../../cli/grid/parse-grid.ts';
import { init } from '../../cli/init.ts';

const silenced = (): { readonly out: () => string; readonly err: () => string } => {
  const out = vi.spyOn(console, 'log').mockReturnValue(undefined);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => void vi.restoreAllMocks());
  const said = (spy: { readonly mock: { readonly calls: readonly (readonly unknown[])[] } }): string =>
    spy.mock.calls.map(([text]) => String(text)).join('\n');
  return { out: () => said(out), err: () => said(err) };
};

const folderWith = (csv: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-init-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'reviews.csv'), csv);
  return folder;
};

it('writes a grid on the columns of a data file, whatever its delimiter, and says what to do next', async () => {
  const folder = folderWith('id;komentar;sentimen\n1;bagus;positif\n');
  const [data, out] = [join(folder, 'data', 'reviews.csv'), join(folder, 'mine.yaml')];
  const said = silenced();

  await init({ data, out });

  expect(await readGrid(out)).toMatchObject({ data: { files: [data], text: ['komentar'], label: 'sentimen' } });
  expect(readFileSync(out, 'utf8')).toContain('file: data/reviews.csv');
  expect(said.out()).toContain(`Next: sweep plan ${out}`);
  expect(said.err()).toBe('');
});

it('names the first of several labels, and guesses where no name tells, saying so', async () => {
  const folder = folderWith('a,sentiment,topic\nx,1,2\n');
  const [data, out] = [join(folder, 'data', 'reviews.csv'), join(folder, 'mine.yaml')];
  const said = silenced();

  await init({ data, out });

  expect(await readGrid(out)).toMatchObject({ data: { text: ['a'], label: 'sentiment' } });
  expect(said.err()).toMatch(/No column looks like the text.*"a"/);
  expect(said.err()).toMatch(/2 columns look like the label \(sentiment, topic\)/);
});

it('never writes over a file', async () => {
  const folder = folderWith('text,label\nx,1\n');
  const out = join(folder, 'mine.yaml');
  writeFileSync(out, 'precious');
  silenced();

  await expect(init({ data: undefined, out })).rejects.toMatchObject({ code: 'USAGE' });

  expect(readFileSync(out, 'utf8')).toBe('precious');
});

it('writes a placeholder without data, and nothing for a file that is missing or has one column', async () => {
  const folder = folderWith('text\nx\n');
  silenced();

  await init({ data: undefined, out: join(folder, 'any.yaml') });

  expect(await readGrid(join(folder, 'any.yaml'))).toMatchObject({ data: { text: ['text'], label: 'label' } });
  for (const data of [join(folder, 'nowhere.csv'), join(folder, 'data', 'reviews.csv')]) {
    await expect(init({ data, out: join(folder, 'none.yaml') })).rejects.toMatchObject({ name: 'SweepError' });
  }
  expect(existsSync(join(folder, 'none.yaml'))).toBe(false);
});

it('names the encoding of a file that is not UTF-8, and the sweep after the grid', async () => {
  const folder = folderWith('');
  const [data, out] = [join(folder, 'data', 'reviews.csv'), join(folder, 'Mein Ürteil.yaml')];
  writeFileSync(data, Buffer.from('text;größe;label\nschön – nicht;1;gut\n'.replace('–', '\u0096'), 'latin1'));
  const said = silenced();

  await init({ data, out });

  expect(await readGrid(out)).toMatchObject({ name: 'mein-rteil', data: { encoding: 'windows-1252', text: ['text'] } });
  expect(said.err()).toContain('The file is not UTF-8; the grid names windows-1252');
});

it('says that a file begins without the names of its columns', async () => {
  const folder = folderWith(`${'a long text without end '.repeat(5)},good\nshort,bad\n`);
  const [data, out] = [join(folder, 'data', 'reviews.csv'), join(folder, 'mine.yaml')];
  const said = silenced();

  await init({ data, out });

  expect(said.err()).toContain('put a line such as text,label above it');
});
