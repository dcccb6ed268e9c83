import type { ModelOptions } from '../../core/grid.ts';
import { modelTensors, weightsOfTensors } from './model-tensors.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import type { TrainedModel } from './trained-model.ts';

/** What training makes of a cell and its rows; the text options and their lists are known beside it. */
export type LearntModel = Omit<TrainedModel, 'text'>;

const magic = 'sweep model 1\n'; // ends with the version of the format

type Header = Pick<LearntModel, 'vocabulary' | 'size' | 'maxTokens' | 'labels'>;

/**
 * A deterministic blob: magic; uint32 length of the header; the header (JSON, filled up with spaces so that what follows
 * begins at a multiple of 8 bytes); vectors and weights in the safetensors format.
 */
export const writeModelBytes = (model: LearntModel): Uint8Array => {
  const { vocabulary, size, maxTokens, labels } = model;
  const header = Buffer.from(JSON.stringify({ vocabulary, size, maxTokens, labels } satisfies Header));
  const tensors = writeSafetensors(modelTensors(model));
  const start = Math.ceil((magic.length + 4 + header.length) / 8) * 8;
  const bytes = Buffer.alloc(start + tensors.length, ' ');
  bytes.write(magic, 'latin1');
  bytes.writeUInt32LE(start - magic.length - 4, magic.length);
  header.copy(bytes, magic.length + 4);
  bytes.set(tensors, start);
  return bytes;
};

/**
 * @param model the options that the weights were trained with
 * @throws {Error} if the bytes are not what `writeModelBytes` wrote, or of another kind of model
 */
export const readModelBytes = (bytes: Uint8Array, model: ModelOptions): LearntModel => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.toString('latin1', 0, magic.length) !== magic) throw new Error('not a blob of a model');
  const start = magic.length + 4 + view.readUInt32LE(magic.length);
  const header = JSON.parse(view.toString('utf8', magic.length + 4, start)) as Header;
  const tensors = readSafetensors(bytes.subarray(start));
  return { ...header, model, ...weightsOfTensors(tensors, { ...header, model }) };
};
