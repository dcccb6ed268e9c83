import type { Cell } from '../../core/grid.ts';
import { readNamedFile } from '../../core/named-file.ts';
import type { PreparedVectors } from '../../store/documents.ts';

type Sizes = readonly Pick<PreparedVectors, 'file' | 'size'>[];

/** The length of a file's vectors; 0 where nobody reads the file. */
export const sizeOfFile = (file: string, vectors: Sizes): number =>
  vectors.find((each) => each.file === readNamedFile(file).digest)?.size ?? 0;

/** The cell with the length of its vectors in `embedding.size`: with `kind: file` that of the file. */
export const withFileSize = (cell: Cell, vectors: Sizes): Cell => {
  const { embedding } = cell;
  if (embedding.kind !== 'file') return cell;
  return { ...cell, embedding: { ...embedding, size: sizeOfFile(embedding.file, vectors) } };
};
