import type { Tensor } from './safetensors.ts';

/** A group of an HDF5 file. */
export type Group = ReadonlyMap<string, Group | Tensor>;

const undefinedAddress = 0xffff_ffff_ffff_ffffn;
const internalK = 16; // of the B-trees, whose nodes have room for 2K children
const headerBytes = 96;

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)]);

const numbers = (width: 1 | 2 | 4 | 8, ...values: readonly (number | bigint)[]): Buffer => {
  const bytes = Buffer.alloc(width * values.length);
  values.forEach((value, at) => {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at * 8);
    else bytes.writeUIntLE(Number(value), at * width, width);
  });
  return bytes;
};

const message = (type: number, data: Buffer): Buffer => {
  const body = padded(data);
  return Buffer.concat([numbers(2, type, body.length), Buffer.alloc(4), body]);
};

/** Version 1 object header, one block. */
const objectHeader = (messages: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(messages);
  return Buffer.concat([numbers(1, 1, 0), numbers(2, messages.length), numbers(4, 1, body.length, 0), body]);
};

const float32 = Buffer.concat([
  numbers(1, 0x11, 0x20, 0x1f, 0), // version 1, floating point; little-endian, implied leading bit, sign in bit 31
  numbers(4, 4),
  numbers(2, 0, 32), // bits
  numbers(1, 23, 8, 0, 23), // exponent, mantissa
  numbers(4, 127),
]);

const datasetHeader = ({ shape, values }: Tensor, dataAddress: number): Buffer =>
  objectHeader([
    message(0x01, Buffer.concat([numbers(1, 1, shape.length, 0, 0), Buffer.alloc(4), numbers(8, ...shape)])),
    message(0x03, float32),
    message(0x05, numbers(1, 2, 1, 0, 0)), // space allocated at once, no fill value
    message(0x08, Buffer.concat([numbers(1, 3, 1), numbers(8, dataAddress, values.byteLength)])), // contiguous
  ]);

/** Names of a group's members, as they lie in its heap behind the empty name. */
const localNames = (names: readonly string[]) => {
  const pieces: Buffer[] = [Buffer.alloc(8)];
  let at = 8;
  const offsets = names.map((name) => {
    const piece = padded(Buffer.from(`${name}\0`));
    pieces.push(piece);
    at += piece.length;
    return at - piece.length;
  });
  return { bytes: Buffer.concat(pieces), offsets };
};

const symbol = (nameOffset: number, address: number): Buffer =>
  Buffer.concat([numbers(8, nameOffset, address), Buffer.alloc(24)]);

const largestGroup = (group: Group): number =>
  Math.max(group.size, ...[...group.values()].map((item) => (isTensor(item) ? 0 : largestGroup(item))));

const isTensor = (item: Group | Tensor): item is Tensor => 'values' in item && item.values instanceof Float32Array;

/** Pieces of a file one after the other, and where the next one will lie. */
const createPieces = () => {
  const pieces: Uint8Array[] = [];
  let end = headerBytes;
  const add = (bytes: Uint8Array): number => {
    const at = end;
    pieces.push(bytes, Buffer.alloc(-bytes.length & 7));
    end += Math.ceil(bytes.length / 8) * 8;
    return at;
  };
  return { add, pieces, end: () => end };
};

type Pieces = ReturnType<typeof createPieces>;

const addTensor = ({ add }: Pieces, tensor: Tensor): number => {
  const { buffer, byteOffset, byteLength } = tensor.values;
  return add(datasetHeader(tensor, add(new Uint8Array(buffer, byteOffset, byteLength))));
};

/** Members, heap, table of symbols, B-tree of that one table, header. @returns the header's address */
const addGroup = (pieces: Pieces, group: Group, leafK: number): number => {
  const { add } = pieces;
  const names = [...group.keys()].sort(); // ASCII: by code unit is by byte
  const addresses = names.map((name) => {
    const item = group.get(name) as Group | Tensor;
    return isTensor(item) ? addTensor(pieces, item) : addGroup(pieces, item, leafK);
  });
  const { bytes, offsets } = localNames(names);
  const data = add(bytes);
  const free = 1n; // none
  const heap = add(Buffer.concat([Buffer.from('HEAP'), Buffer.alloc(4), numbers(8, bytes.length, free, data)]));
  const symbols = Buffer.alloc(8 + 2 * leafK * 40);
  const used = names.map((_, at) => symbol(offsets[at] as number, addresses[at] as number));
  Buffer.concat([Buffer.from('SNOD'), numbers(1, 1, 0), numbers(2, names.length), ...used]).copy(symbols);
  const table = add(symbols);
  const tree = Buffer.alloc(24 + 8 * (4 * internalK + 1));
  Buffer.concat([
    Buffer.from('TREE'),
    numbers(1, 0, 0), // of groups, a leaf
    numbers(2, 1),
    numbers(8, undefinedAddress, undefinedAddress, 0, table, offsets.at(-1) ?? 0),
  ]).copy(tree);
  return add(objectHeader([message(0x11, numbers(8, add(tree), heap))]));
};

/**
 * An HDF5 file of float32 datasets in groups, superblock version 0, which every reader of the format knows: contiguous, no
 * attributes, no times, so that equal content is equal bytes.
 * @param root names are ASCII
 * @see "HDF5 File Format Specification Version 3.0", sections II.A, III.A, III.B, III.D, IV.A
 */
export const writeHdf5 = (root: Group): Buffer => {
  const pieces = createPieces();
  const leafK = Math.max(4, Math.ceil(largestGroup(root) / 2));
  const address = addGroup(pieces, root, leafK);
  const superblock = Buffer.concat([
    Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'),
    numbers(1, 0, 0, 0, 0, 0, 8, 8, 0),
    numbers(2, leafK, internalK),
    numbers(4, 0),
    numbers(8, 0, undefinedAddress, pieces.end(), undefinedAddress),
    symbol(0, address),
  ]);
  return Buffer.concat([superblock, ...pieces.pieces]);
};
