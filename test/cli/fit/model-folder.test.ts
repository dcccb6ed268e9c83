import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { refuseOtherModel, refuseTaken, writeModelFolder } from '../../../cli/fit/model-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = new Map([
  ['README.md', Buffer.from('a card')],
  ['weights', Buffer.from([1, 2, 3])],
]);

it('a model is written whole, with the folders above it, and nothing is left beside it', async () => {
  const out = join(folder, 'models', 'one');

  expect(await writeModelFolder(out, files)).toBe('written');
  expect(readdirSync(join(folder, 'models'))).toEqual(['one']);
  expect(readdirSync(out)).toEqual(['README.md', 'weights']);
});

it('an empty folder is filled', async () => {
  mkdirSync(join(folder, 'empty'));

  expect(await writeModelFolder(join(folder, 'empty'), files)).toBe('written');
});

it('the same model is left as it is, also where somebody wrote into its card', async () => {
  const out = join(folder, 'one');
  await writeModelFolder(out, files);
  writeFileSync(join(out, 'README.md'), 'my own words');

  expect(await writeModelFolder(out, files)).toBe('there');
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toBe('my own words');
});

it('another model, another file and a file in the place of the folder are refused', async () => {
  const out = join(folder, 'one');
  await writeModelFolder(out, files);
  const other = new Map([...files, ['weights', Buffer.from([4])]]);

  await expect(writeModelFolder(out, other)).rejects.toThrow('is not empty, and what lies there is not this model');
  await expect(writeModelFolder(join(out, 'weights'), files)).rejects.toThrow('is no folder');
  expect(readFileSync(join(out, 'weights'))).toEqual(Buffer.from([1, 2, 3]));
});

it('what is no model folder is refused before anything is trained', async () => {
  await writeModelFolder(join(folder, 'one'), files);

  await expect(refuseTaken(join(folder, 'one'), 'digests.json')).rejects.toThrow('is not empty');
  await expect(refuseTaken(join(folder, 'one'), 'weights')).resolves.toBeUndefined();
  await expect(refuseTaken(join(folder, 'new'), 'digests.json')).resolves.toBeUndefined();
});

it('the model of another trial or sweep is refused before anything is trained', async () => {
  const out = join(folder, 'one');
  const cell = JSON.stringify({ v: 1, sweep: 'tour', trial: { id: 't1', name: 'units=8' } });
  await writeModelFolder(out, new Map([...files, ['cell.json', Buffer.from(cell)]]));

  await expect(refuseOtherModel(out, 'tour', 'units=16')).rejects.toThrow('what lies there is not this model');
  await expect(refuseOtherModel(out, 'other', 'units=8')).rejects.toThrow('what lies there is not this model');
  await expect(refuseOtherModel(out, 'tour', 'units=8')).resolves.toBeUndefined();
  await expect(refuseOtherModel(join(folder, 'new'), 'tour', 'units=8')).resolves.toBeUndefined();
});
