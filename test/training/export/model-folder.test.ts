import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SweepError } from '../../../core/errors.ts';
import { modelFiles } from '../../../training/export/model-files.ts';
import { createPredictor } from '../../../training/export/predictor.ts';
import { readModelFolder } from '../../../training/export/read-model-folder.ts';
import { readSafetensors, writeSafetensors } from '../../../training/export/safetensors.ts';
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

const listing = (folder: string): { v: number; files: Record<string, { bytes: number; sha256: string }> } =>
  JSON.parse(readFileSync(join(folder, 'digests.json'), 'utf8'));

it('refuses a list that leads out of the folder', async () => {
  const folder = folderOf(someModel(shape));
  const { v, files } = listing(folder);
  writeFileSync(
    join(folder, 'digests.json'),
    JSON.stringify({ v, files: { ...files, '../../etc/passwd': files['cell.json'] ?? { bytes: 1, sha256: '' } } }),
  );

  await expect(readModelFolder(folder)).rejects.toThrow('lists files that are not in the folder');
});

it('neither waits for a device nor reads a file that is longer than announced', async () => {
  const folder = folderOf(someModel(shape));
  rmSync(join(folder, 'weights.safetensors'));
  symlinkSync('/dev/zero', join(folder, 'weights.safetensors'));

  await expect(readModelFolder(folder)).rejects.toThrow('is a pipe or a device');

  rmSync(join(folder, 'weights.safetensors'));
  writeFileSync(join(folder, 'weights.safetensors'), '');
  truncateSync(join(folder, 'weights.safetensors'), 2 ** 33);
  await expect(readModelFolder(folder)).rejects.toThrow('8589934592 bytes where');
});

it('refuses what somebody wrote with right digests but wrong content, file by file, as a user error', async () => {
  const folder = folderOf(someModel(shape));
  const whole = listing(folder);
  const names = Object.keys(whole.files).filter((name) => name.endsWith('.json') || name === 'weights.safetensors');
  for (const name of names) {
    const before = readFileSync(join(folder, name));
    for (const content of ['{}', '[]', '{"words":{}}', '{"labels":[1]}', '\u0010\0\0\0\0\0\0\0{"a":{"dtype":0}}']) {
      const bytes = Buffer.from(content);
      writeFileSync(join(folder, name), bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const files = { ...whole.files, [name]: { bytes: bytes.length, sha256 } };
      writeFileSync(join(folder, 'digests.json'), JSON.stringify({ ...whole, files }));

      const outcome: unknown = await readModelFolder(folder).catch((error: unknown) => error);

      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(SweepError);
    }
    writeFileSync(join(folder, name), before);
  }
});

it('gives no memory to a tensor that begins before the file', () => {
  const header = Buffer.from(JSON.stringify({ a: { dtype: 'F32', shape: [1e9], data_offsets: [-4e9, 0] } }));
  const bytes = Buffer.alloc(8 + header.length);
  bytes.writeBigUInt64LE(BigInt(header.length));
  header.copy(bytes, 8);

  expect(() => readSafetensors(bytes)).toThrow('has no shape or no place');
});

it('refuses tensors of other shapes than the model has, missing ones and strange ones, instead of predicting by them', async () => {
  const folder = folderOf(someModel(shape));
  const whole = listing(folder);
  const name = 'weights.safetensors';
  const tensors = readSafetensors(readFileSync(join(folder, name)));
  const readWith = async (changed: typeof tensors) => {
    const bytes = writeSafetensors(changed);
    writeFileSync(join(folder, name), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const files = { ...whole.files, [name]: { bytes: bytes.length, sha256 } };
    writeFileSync(join(folder, 'digests.json'), JSON.stringify({ ...whole, files }));
    return readModelFolder(folder);
  };
  for (const [each, { shape: sides, values }] of tensors) {
    const shorter = { shape: [...sides.slice(1), 0], values: values.slice(0, 0) };
    const longer = { shape: [2, ...sides], values: Float32Array.of(...values, ...values) };
    const turned = { shape: [...sides, 1], values };
    for (const tensor of [shorter, longer, turned])
      await expect(readWith(new Map([...tensors, [each, tensor]]))).rejects.toThrow(`tensor ${each} is [`);
    await expect(readWith(new Map([...tensors].filter(([other]) => other !== each)))).rejects.toThrow(
      'there is no tensor',
    );
  }
  const one = { shape: [1], values: Float32Array.of(1) };
  await expect(readWith(new Map([...tensors, ['layers.9.forward.bias', one]]))).rejects.toThrow('belongs to no model');
  expect((await readWith(tensors)).trained).toEqual(someModel(shape));
});
