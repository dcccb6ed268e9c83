import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { modelFiles } from '../../../training/export/model-files.ts';
import { createPredictor } from '../../../training/export/predictor.ts';
import { readModelFolder } from '../../../training/export/read-model-folder.ts';
import type { TrainedModel } from '../../../training/export/trained-model.ts';
import { someFacts, someModel, someTexts } from './trained-fixture.ts';

const shape = {
  cell: 'lstm',
  layers: 2,
  units: 3,
  bidirectional: true,
  pooling: 'attention',
  head: 'softmax',
} as const;

const folderOf = (trained: TrainedModel): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, bytes] of modelFiles(trained, someFacts)) writeFileSync(join(folder, name), bytes);
  return folder;
};

it.each([shape, { ...shape, cell: 'gru', pooling: 'last', head: 'sigmoid', bidirectional: false } as const])(
  'reads back what was written, to the bit: $cell',
  async (each) => {
    const trained = someModel(each);

    const { trained: read, facts, remarks } = await readModelFolder(folderOf(trained));

    expect(read).toEqual(trained);
    expect(facts).toEqual(someFacts);
    expect(remarks).toEqual([]);
    const texts = someTexts(trained).map((text) => Uint32Array.from(text));
    expect(createPredictor(read).predict(texts)).toEqual(createPredictor(trained).predict(texts));
  },
);

it('writes the same bytes for the same model', () => {
  const [first, second] = [1, 2].map(() => [...modelFiles(someModel(shape), someFacts)]);

  expect(second).toEqual(first);
});

it('refuses a folder with a damaged or a missing file, and names the file', async () => {
  const folder = folderOf(someModel(shape));
  for (const name of readdirSync(folder).filter((each) => each !== 'README.md' && each !== 'digests.json')) {
    const bytes = readFileSync(join(folder, name));
    const flipped = Buffer.from(bytes);
    flipped[bytes.length >> 1]! ^= 1;

    writeFileSync(join(folder, name), flipped);
    await expect(readModelFolder(folder)).rejects.toThrow(`${join(folder, name)} is damaged`);
    writeFileSync(join(folder, name), bytes.subarray(1));
    await expect(readModelFolder(folder)).rejects.toThrow(`${join(folder, name)} is damaged`);
    rmSync(join(folder, name));
    await expect(readModelFolder(folder)).rejects.toThrow(`${join(folder, name)} is missing`);
    writeFileSync(join(folder, name), bytes);
  }

  writeFileSync(join(folder, 'digests.json'), '{"v":1,"files":');
  await expect(readModelFolder(folder)).rejects.toThrow(`${join(folder, 'digests.json')} is damaged`);
  rmSync(join(folder, 'digests.json'));
  await expect(readModelFolder(folder)).rejects.toThrow(`${join(folder, 'digests.json')} is missing`);
});

it.each(['text.json', 'digests.json'])('refuses a folder in the place of %s', async (name) => {
  const folder = folderOf(someModel(shape));
  rmSync(join(folder, name));
  mkdirSync(join(folder, name));

  await expect(readModelFolder(folder)).rejects.toMatchObject({
    code: 'INVALID_DATA',
    message: `${join(folder, name)} is a folder, a file was expected.`,
  });
});

it('says that the card was written into, and reads on', async () => {
  const folder = folderOf(someModel(shape));
  writeFileSync(join(folder, 'README.md'), 'my own words');

  expect((await readModelFolder(folder)).remarks).toEqual([
    `${join(folder, 'README.md')} is not as it was written; no prediction depends on it.`,
  ]);
});

it('tells a folder that is no model, and one of a newer version', async () => {
  const folder = folderOf(someModel(shape));
  const copy = mkdtempSync(join(tmpdir(), 'sweep-model-'));
  onTestFinished(() => rmSync(copy, { recursive: true }));

  await expect(readModelFolder(copy)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(readModelFolder(join(copy, 'nowhere'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  cpSync(folder, copy, { recursive: true });
  writeFileSync(join(copy, 'digests.json'), '{"v":2}');
  await expect(readModelFolder(copy)).rejects.toThrow('version 2; this program reads version 1');
});

it('writes a card that shows scores, what may mislead, and how to load it', () => {
  const card = Buffer.from(modelFiles(someModel(shape), someFacts).get('README.md')!).toString();

  expect(card).toContain('| **accuracy** | 0.8123 ± 0.02 | 0.79 | 0.41 |');
  expect(card).toContain('look 2 at the same test rows');
  expect(card).toContain('- word2vec saw the held-out texts');
  expect(card).toContain('tf.loadLayersModel');
  expect(card).toContain('keras.models.load_model("model.keras")');
});
