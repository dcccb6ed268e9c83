import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { parseGrid } from '../../cli/grid/parse-grid.ts';
import { starterGrid } from '../../cli/grid/starter-grid.ts';
import { prepareData } from '../../text/prepare-data.ts';
import { createProblems } from '../../text/problems.ts';
import { readReplacements, readStopwords } from '../../text/word-lists.ts';
import { modelFiles, sha256 } from '../../training/export/model-files.ts';
import { readModelFolder } from '../../training/export/read-model-folder.ts';
import { readVectorsFile } from '../../training/vectors-file/read-vectors-file.ts';
import { someData, someSplit, someTokenizer } from '../text/data-files.ts';
import { someFacts, someModel } from '../training/export/trained-fixture.ts';
import { archiveReaders } from './archives.ts';
import type { Reader } from './reader.ts';

const put = (folder: string, name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

const data =
  (name: string, pack = (bytes: Buffer): Buffer => bytes) =>
  async (folder: string, bytes: Buffer): Promise<void> => {
    const file = put(folder, name, pack(bytes));
    await prepareData({ folder: '/', data: someData(file), split: someSplit() }, [someTokenizer()]);
  };

const refuse = (problems: ReturnType<typeof createProblems>): void => {
  problems.throwIfAny();
};

const model = modelFiles(
  someModel({ cell: 'lstm', layers: 1, units: 2, bidirectional: false, pooling: 'last', head: 'sigmoid' }),
  someFacts,
);
const inner = ['text.json', 'vocabulary.json', 'labels.json', 'cell.json', 'weights.safetensors'];

/** One file of a right folder is another, with a digest that fits, or the list itself is. */
const modelFolder = async (folder: string, bytes: Buffer): Promise<void> => {
  const into = join(folder, 'model');
  mkdirSync(into, { recursive: true });
  const names = [...inner, 'digests.json'];
  const like = names.find((name) =>
    Buffer.from(model.get(name) ?? [])
      .subarray(0, 12)
      .equals(bytes.subarray(0, 12)),
  );
  const changed = like ?? (names[bytes.length % names.length] as string);
  for (const [name, right] of model) put(into, name, name === changed ? bytes : right);
  if (changed !== 'digests.json') {
    const list = JSON.parse(Buffer.from(model.get('digests.json') ?? []).toString()) as { files: object };
    const files = { ...list.files, [changed]: { bytes: bytes.length, sha256: sha256(bytes) } };
    put(into, 'digests.json', Buffer.from(JSON.stringify({ ...list, files })));
  }
  await readModelFolder(into);
};

const rows = Array.from({ length: 24 }, (_, at) => ({ text: `word${at % 5} other ${at}`, label: at % 2 ? 'x' : 'y' }));
const table = Buffer.from(`text,label\n${rows.map(({ text, label }) => `"${text}",${label}\n`).join('')}`);
const objects = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
const vectors = [Buffer.from('a 1 2 3\nb 0.5 -1 2\nc 1e-3 0 1\n'), Buffer.from('2 3\na 1 2 3\nb 4 5 6\n')];
const lists = [Buffer.from('# words\ngud -> good\nbd\tbad\nu -> you all\n'), Buffer.from('the\na\nof\n')];
const modelBytes = [...inner, 'digests.json'].map((name) => Buffer.from(model.get(name) as Uint8Array));
const grids = [Buffer.from(starterGrid({ name: 'a', encoding: null, file: 'a.csv', text: 'text', label: 'label' }))];
const floats = Buffer.from(Float32Array.of(1, 2, 3, 0.5, -1, 2).buffer);
const binaryVectors = Buffer.concat([
  Buffer.from('2 3\na '),
  floats.subarray(0, 12),
  Buffer.from('\nb '),
  floats.subarray(12),
  Buffer.from('\n'),
]);

/** Eighty megabytes of such rows, in ten packed pieces: small on the disk. */
const bomb = (bytes: Buffer): Buffer => {
  const piece = gzipSync(Buffer.alloc(8 << 20, bytes.length === 0 ? '\n' : bytes));
  return Buffer.concat(Array.from({ length: 10 }, () => piece));
};

export const readers: readonly Reader[] = [
  { name: 'csv', samples: [table], read: data('a.csv') },
  { name: 'csv.gz', samples: [table], read: data('a.csv.gz', (bytes) => gzipSync(bytes)) },
  {
    name: 'damaged gz',
    samples: [gzipSync(table).subarray(20)],
    read: data('b.csv.gz', (bytes) => Buffer.concat([gzipSync('text,label\n').subarray(0, 20), bytes])),
  },
  { name: 'jsonl', samples: [objects], read: data('a.jsonl') },
  { name: 'grid', samples: grids, read: async (_, bytes) => void parseGrid(bytes.toString(), '/grid.yaml') },
  {
    name: 'vectors',
    samples: [...vectors, binaryVectors],
    read: async (folder, bytes) => void (await readVectorsFile(put(folder, 'v', bytes), ['a', 'b'])),
  },
  {
    name: 'vectors.gz',
    samples: vectors,
    read: async (folder, bytes) => void (await readVectorsFile(put(folder, 'v.gz', gzipSync(bytes)), ['a', 'b'])),
  },
  {
    name: 'word lists',
    samples: lists,
    read: async (folder, bytes) => {
      const problems = createProblems();
      await readReplacements(put(folder, 'list', bytes), true, problems);
      await readStopwords(put(folder, 'list', bytes), true, problems);
      refuse(problems);
    },
  },
  { name: 'model folder', samples: modelBytes, read: modelFolder },
  { name: 'gz bomb', samples: [table], share: 0.005, read: data('c.csv.gz', bomb) },
  {
    name: 'vectors gz bomb',
    samples: vectors,
    share: 0.005,
    read: async (folder, bytes) => void (await readVectorsFile(put(folder, 'b.gz', bomb(bytes)), ['a', 'b'])),
  },
  ...archiveReaders,
];
