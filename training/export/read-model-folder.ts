import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SweepError } from '../../core/errors.ts';
import { modelOptionsShape, textOptionsShape } from '../../core/grid-shape.ts';
import { listOf, textOf, whole } from '../../core/shape.ts';
import { cardFile, cellFile, digestsFile, folderVersion, sha256 } from './model-files.ts';
import { weightsOfTensors } from './model-tensors.ts';
import { readSafetensors } from './safetensors.ts';
import type { Sized } from './tensor-shapes.ts';
import type { ModelFacts, TrainedModel } from './trained-model.ts';

/** A model folder as it was read, and what is odd about it without doing harm. */
export type ModelFolder = {
  readonly trained: TrainedModel;
  readonly facts: ModelFacts;
  readonly remarks: readonly string[];
};

const again = 'copy the folder again, or write it again with sweep fit';

const notThere = (folder: string, message: string): SweepError =>
  new SweepError({ code: 'NOT_FOUND', message, fix: `name a folder that sweep fit wrote; ${folder} is none` });

const damaged = (folder: string, name: string, what: string): SweepError =>
  new SweepError({ code: 'INVALID_DATA', message: `${join(folder, name)} ${what}.`, fix: again });

type Listed = { readonly bytes: number; readonly sha256: string };

const isListed = (value: unknown): value is Listed =>
  typeof value === 'object' && value !== null && 'bytes' in value && 'sha256' in value;

/** Nothing outside the folder is read, whatever its list says. */
const isPlainName = (name: string): boolean => /^[\w-][\w.-]{0,99}$/.test(name);

const parse = (folder: string, name: string, bytes: Uint8Array): { readonly [key: string]: unknown } => {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw damaged(folder, name, 'is damaged: it holds no JSON object');
};

/** Of a list of some ten files; what is longer is none of ours. */
const longestList = 1 << 20;

/** A pipe or a device would never come to its end, and a size that was not announced is not read to be refused. */
const readIfThere = async (folder: string, name: string, isRight: (bytes: number) => boolean, wrong: string) => {
  try {
    const found = await stat(join(folder, name));
    if (found.isDirectory()) throw damaged(folder, name, 'is a folder, a file was expected');
    if (!found.isFile()) throw damaged(folder, name, 'is a pipe or a device, a file was expected');
    if (!isRight(found.size)) throw damaged(folder, name, `is damaged: ${found.size} bytes where ${wrong}`);
    return await readFile(join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code === 'ERR_FS_FILE_TOO_LARGE') throw damaged(folder, name, 'is too large to be read');
    if (code === 'EACCES') throw damaged(folder, name, 'cannot be read: permission denied');
    throw error;
  }
};

const readDigests = async (folder: string): Promise<ReadonlyMap<string, Listed>> => {
  if (!existsSync(folder)) throw notThere(folder, `There is no folder ${folder}.`);
  if (!(await stat(folder)).isDirectory()) throw notThere(folder, `${folder} is a file, a model folder was expected.`);
  const bytes = await readIfThere(
    folder,
    digestsFile,
    (size) => size <= longestList,
    `at most ${longestList} are expected`,
  );
  if (bytes === null) {
    if (existsSync(join(folder, 'weights.safetensors'))) throw damaged(folder, digestsFile, 'is missing');
    throw notThere(folder, `${folder} is no model folder: it has no ${digestsFile}.`);
  }
  const { v, files } = parse(folder, digestsFile, bytes);
  if (typeof v === 'number' && v > folderVersion)
    throw new SweepError({
      code: 'INVALID_DATA',
      message: `${folder} is a model folder of version ${v}; this program reads version ${folderVersion}.`,
      fix: 'take a newer sweep',
    });
  const listed = Object.entries(typeof files === 'object' && files !== null ? files : {});
  if (listed.length === 0 || !listed.every(([, value]) => isListed(value)))
    throw damaged(folder, digestsFile, 'is damaged: it lists no files');
  if (!listed.every(([name]) => isPlainName(name)))
    throw damaged(folder, digestsFile, 'is damaged: it lists files that are not in the folder');
  return new Map(listed as [string, Listed][]);
};

/** What is wrong with a file, or null. */
const wrongWith = (bytes: Uint8Array | null, listed: Listed): string | null => {
  if (bytes === null) return 'is missing';
  if (bytes.length !== listed.bytes) return `is damaged: ${bytes.length} bytes where ${listed.bytes} were written`;
  return sha256(bytes) === listed.sha256 ? null : `is damaged: its digest is not the one in ${digestsFile}`;
};

/** Files that only others read: their bytes are verified and let go. */
const forOthers = ['model.json', 'weights.bin', 'model.keras', 'vectors.txt'];

const readFiles = async (folder: string) => {
  const files = new Map<string, Uint8Array>();
  const remarks: string[] = [];
  for (const [name, listed] of await readDigests(folder)) {
    const isRight = (size: number): boolean => (name === cardFile ? size <= longestList : size === listed.bytes);
    const bytes = await readIfThere(folder, name, isRight, `${listed.bytes} were written`);
    const wrong = wrongWith(bytes, listed);
    if (wrong !== null && name !== cardFile) throw damaged(folder, name, wrong);
    if (wrong !== null) remarks.push(`${join(folder, name)} is not as it was written; no prediction depends on it.`);
    else if (bytes !== null && !forOthers.includes(name)) files.set(name, bytes);
  }
  return { files, remarks };
};

const anyText = textOf(Infinity);

const readWeights = (folder: string, bytes: Uint8Array, sized: Sized) => {
  try {
    return weightsOfTensors(readSafetensors(bytes), sized);
  } catch (error) {
    throw damaged(folder, 'weights.safetensors', `is damaged: ${(error as Error).message}`);
  }
};

/**
 * Reads a model folder after looking at every file's digest.
 * @throws {SweepError} NOT_FOUND where there is none, INVALID_DATA naming the file that is missing or damaged
 */
export const readModelFolder = async (folder: string): Promise<ModelFolder> => {
  const { files, remarks } = await readFiles(folder);
  const bytesOf = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes === undefined) throw damaged(folder, digestsFile, `is damaged: it does not list ${name}`);
    return bytes;
  };
  const read = <T>(name: string): T => parse(folder, name, bytesOf(name)) as T; // as modelFiles wrote it: the digest holds
  const { words } = read<{ words: readonly string[] }>('vocabulary.json');
  const { options, lists, maxTokens } = read<TrainedModel['text'] & { maxTokens: number }>('text.json');
  const { labels } = read<{ labels: readonly string[] }>('labels.json');
  const { model, size, ...about } = read<Pick<TrainedModel, 'model' | 'size'> & ModelFacts>(cellFile);
  const { sweep, trial, cell, engine, numerics, program } = about;
  const { reading, data } = read<ModelFacts>('data.json');
  const { scores, caveats } = read<ModelFacts>('scores.json');
  const held = (name: string, wrong: string | null): void => {
    if (wrong !== null) throw damaged(folder, name, `is damaged: ${wrong}`);
  };
  held('vocabulary.json', listOf(anyText, 0, Infinity)(words, 'words'));
  held('labels.json', listOf(anyText, 2, 1 << 20)(labels, 'labels'));
  held('text.json', textOptionsShape(options, 'options') ?? whole(1)(maxTokens, 'maxTokens'));
  held(cellFile, modelOptionsShape(model, 'model') ?? whole(1)(size, 'size'));
  const { table, weights } = readWeights(folder, bytesOf('weights.safetensors'), {
    model,
    size,
    vocabulary: words,
    labels,
  });
  return {
    trained: { weights, table, vocabulary: words, size, model, text: { options, lists }, maxTokens, labels },
    facts: { sweep, trial, cell, engine, numerics, program, reading, data, scores, caveats },
    remarks,
  };
};
