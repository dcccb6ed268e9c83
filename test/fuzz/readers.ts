import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { parseGrid } from '../../cli/grid/parse-grid.ts';
import { starterGrid } from '../../cli/grid/starter-grid.ts';
import { readArchive } from '../../store/archive/read-archive.ts';
import { prepareData } from '../../text/prepare-data.ts';
import { createProblems } from '../../text/problems.ts';
import { readReplacements, readStopwords } from '../../text/word-lists.ts';
import { modelFiles, sha256 } from '../../training/export/model-files.ts';
import { readModelFolder } from '../../training/export/read-model-folder.ts';
import { readVectorsFile } from '../../training/vectors-file/read-vectors-file.ts';
import { someData, someSplit, someTokenizer } from '../text/data-files.ts';
import { archiveOf } from '../store/archive/written.ts';
import { someFacts, someModel } from '../training/export/trained-fixture.ts';

/** Something that users feed: `read` ends in what it accepts or throws what it refuses. */
export type Reader = {
  readonly name: string;
  readonly samples: readonly Buffer[]; // valid ones, that are fed with changes
  readonly read: (folder: string, bytes: Buffer) => Promise<void>;
};

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
const archive = gunzipSync(
  await archiveOf([['sweeps', { _id: 'abcdefgh', v: 1, name: 'a', n: 3, list: [1, 2, null] }]]),
);

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
    samples: vectors,
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
  {
    name: 'archive',
    samples: [archive],
    read: async (folder, bytes) => {
      for await (const part of readArchive(put(folder, 'archive', gzipSync(bytes)), { schema: 1 })) void part;
    },
  },
];

export const pieces = [
  'text,label\n',
  'a,x\n',
  'b,y\n',
  '"',
  ',',
  ';',
  '\n',
  '\r',
  '\0',
  '{',
  '}',
  '[',
  ']',
  '"text":',
  '"label":',
  ': ',
  '- ',
  '&a ',
  '*a ',
  '!!binary ',
  'name: a\n',
  'data:\n',
  '  files: a.csv\n',
  'model:\n',
  '1e308',
  '-1',
  '4294967296',
  'null',
  '__proto__',
  '../../etc/passwd',
  '2 3\n',
  'a 1 2 3\n',
  'b nan 1 2\n',
  'a -> b\n',
  '# a\n',
  ' ',
  '\t',
  '\u001b[2J',
  '\ud800',
  'é',
  '[[[[[[[[[[[[[[[[',
];

/** Bytes that are noise, or built of what the formats are built of. */
export const hostile: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((list) => Buffer.from(list.join(''))),
  fc
    .tuple(fc.constantFrom(...pieces), fc.integer({ min: 1, max: 20_000 }))
    .map(([piece, n]) => Buffer.from(piece.repeat(n))),
  fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
);
