import type { DirectionWeights, NetworkWeights } from '../network/weights.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import type { NamedTensors, Tensor } from './safetensors.ts';

/** What training makes of a cell and its rows; what else a model consists of stands in the cell and beside the data. */
export type LearntModel = {
  readonly weights: NetworkWeights;
  readonly table: Float32Array; // [vocabulary + 1, size]; row 0 = <oov>
  readonly vocabulary: readonly string[];
  readonly size: number; // of a vector
  readonly maxTokens: number;
};

const magic = 'sweep model 1\n'; // ends with the version of the format

type Header = Pick<LearntModel, 'vocabulary' | 'size' | 'maxTokens'>;

const flat = (values: Float32Array): Tensor => ({ shape: [values.length], values });

function* namedDirection(name: string, direction: DirectionWeights): Generator<readonly [string, Tensor]> {
  yield [`${name}.kernel`, flat(direction.kernel)];
  yield [`${name}.recurrent`, flat(direction.recurrent)];
  yield [`${name}.bias`, flat(direction.bias)];
}

function* named({ weights, table }: LearntModel): Generator<readonly [string, Tensor]> {
  yield ['table', flat(table)];
  for (const [at, { forward, backward }] of weights.layers.entries()) {
    yield* namedDirection(`layers.${at}.forward`, forward);
    if (backward !== null) yield* namedDirection(`layers.${at}.backward`, backward);
  }
  if (weights.attention !== null) {
    yield ['attention.kernel', flat(weights.attention.kernel)];
    yield ['attention.bias', flat(weights.attention.bias)];
    yield ['attention.context', flat(weights.attention.context)];
  }
  yield ['head.kernel', flat(weights.head.kernel)];
  yield ['head.bias', flat(weights.head.bias)];
}

/**
 * A deterministic blob: magic; uint32 length of the header; the header (JSON, filled up with spaces so that what follows
 * begins at a multiple of 8 bytes); the tensors in the safetensors format, each as one row of numbers.
 */
export const writeModelBytes = (model: LearntModel): Uint8Array => {
  const { vocabulary, size, maxTokens } = model;
  const header = Buffer.from(JSON.stringify({ vocabulary, size, maxTokens } satisfies Header));
  const tensors = writeSafetensors(new Map(named(model)));
  const start = Math.ceil((magic.length + 4 + header.length) / 8) * 8;
  const bytes = Buffer.alloc(start + tensors.length, ' ');
  bytes.write(magic, 'latin1');
  bytes.writeUInt32LE(start - magic.length - 4, magic.length);
  header.copy(bytes, magic.length + 4);
  bytes.set(tensors, start);
  return bytes;
};

const createTake = (tensors: NamedTensors) => {
  const has = (name: string): boolean => tensors.has(name);
  const take = (name: string): Float32Array => {
    const found = tensors.get(name);
    if (found === undefined) throw new Error(`a stored model lacks ${name}`);
    return found.values;
  };
  const direction = (name: string): DirectionWeights => ({
    kernel: take(`${name}.kernel`),
    recurrent: take(`${name}.recurrent`),
    bias: take(`${name}.bias`),
  });
  return { has, take, direction };
};

/** @throws {Error} if the bytes are not what `writeModelBytes` wrote */
export const readModelBytes = (bytes: Uint8Array): LearntModel => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.toString('latin1', 0, magic.length) !== magic) throw new Error('not a blob of a model');
  const start = magic.length + 4 + view.readUInt32LE(magic.length);
  const header = JSON.parse(view.toString('utf8', magic.length + 4, start)) as Header;
  const { has, take, direction } = createTake(readSafetensors(bytes.subarray(start)));
  const layers: NetworkWeights['layers'][number][] = [];
  for (let at = 0; has(`layers.${at}.forward.kernel`); at++) {
    const backward = has(`layers.${at}.backward.kernel`) ? direction(`layers.${at}.backward`) : null;
    layers.push({ forward: direction(`layers.${at}.forward`), backward });
  }
  const attention = has('attention.kernel')
    ? { kernel: take('attention.kernel'), bias: take('attention.bias'), context: take('attention.context') }
    : null;
  const head = { kernel: take('head.kernel'), bias: take('head.bias') };
  return { ...header, table: take('table'), weights: { layers, attention, head } };
};
