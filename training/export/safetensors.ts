/** A float32 tensor with its shape, row by row. */
export type Tensor = { readonly shape: readonly number[]; readonly values: Float32Array };

export type NamedTensors = ReadonlyMap<string, Tensor>;

const align = 8;

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/**
 * The safetensors format: uint64 length of the header, the header (JSON, filled up with spaces to a multiple of 8 bytes),
 * then the values, little-endian, in the order given.
 * @see https://github.com/huggingface/safetensors, "Format"
 */
export const writeSafetensors = (tensors: NamedTensors): Uint8Array => {
  let at = 0;
  const entries = [...tensors].map(([name, { shape, values }]) => {
    const offsets = [at, (at += values.byteLength)];
    return [name, { dtype: 'F32', shape, data_offsets: offsets }] as const;
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const header = Buffer.alloc(Math.ceil(json.length / align) * align, ' ');
  json.copy(header);
  const bytes = Buffer.alloc(8 + header.length + at);
  bytes.writeBigUInt64LE(BigInt(header.length));
  header.copy(bytes, 8);
  let place = 8 + header.length;
  for (const { values } of tensors.values()) {
    bytes.set(bytesOf(values), place);
    place += values.byteLength;
  }
  return bytes;
};

type Entry = { readonly dtype: string; readonly shape: readonly number[]; readonly data_offsets: readonly number[] };

/** Negative places would announce more values than the file has bytes. */
const isListOfWhole = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);

/** @throws {Error} if the bytes are not float32 tensors in this format */
export const readSafetensors = (bytes: Uint8Array): NamedTensors => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = view.length < 8 ? Infinity : 8 + Number(view.readBigUInt64LE());
  if (start > view.length) throw new Error(`not safetensors: the header ends at ${start} of ${view.length} bytes`);
  const header = JSON.parse(view.toString('utf8', 8, start)) as Readonly<Record<string, Entry>>;
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    if (!isListOfWhole(shape) || !isListOfWhole(offsets)) throw new Error(`tensor ${name} has no shape or no place`);
    const [from = 0, to = 0] = offsets;
    const count = shape.reduce((product, side) => product * side, 1);
    if (dtype !== 'F32' || to - from !== count * 4 || start + to > view.length)
      throw new Error(`tensor ${name}: ${dtype} [${shape.join(', ')}] in bytes ${from} to ${to} cannot be read`);
    const values = new Float32Array(count);
    new Uint8Array(values.buffer).set(view.subarray(start + from, start + to));
    tensors.set(name, { shape, values });
  }
  return tensors;
};
