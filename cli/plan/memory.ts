import type { Cell, GridPart, ParameterPath, Value } from '../../core/grid.ts';
import { parameter, valuesAt, withParameter } from '../../core/parameters.ts';
import { estimateRunBytes } from '../../training/run-size.ts';
import { libraryBytes } from '../../training/tensorflow/library-bytes.ts';
import { memoryLimit } from '../../worker/death.ts';
import type { Facts } from './estimate.ts';
import { sizeOfFile } from './file-size.ts';
import { seenTexts } from './text-sizes.ts';

/** What a WebAssembly memory can hold at most. */
const wasmBytes = 4 * 2 ** 30;
/** The servers, the parent and a trainer before it trains anything. */
const othersBytes = 500 * 2 ** 20;
const trainerBytes = 100 * 2 ** 20;

/** Bytes that one run may take where it is the only one, on this machine; elsewhere only WebAssembly's limit is known. */
export const slotBytes = (here: boolean, slots = 1): number =>
  here ? Math.min(wasmBytes, (memoryLimit() - othersBytes) / slots - trainerBytes) : wasmBytes;

const sizePaths: readonly ParameterPath[] = ['model.units', 'embedding.size', 'train.batch', 'model.layers'];

const readsFile = (part: GridPart): boolean => valuesAt(part, 'embedding.kind').includes('file');

/** The lengths of a part's vectors: those written, and those of its files. */
const vectorSizes = (part: GridPart, { vectors }: Facts): readonly number[] => {
  const isWritten = valuesAt(part, 'embedding.kind').some((kind) => kind !== 'file');
  const written = isWritten ? (valuesAt(part, 'embedding.size') as readonly number[]) : [];
  const files = readsFile(part) ? valuesAt(part, 'embedding.file') : [];
  return [...written, ...files.map((file) => sizeOfFile(file as string, vectors))];
};

/** Of options that are no sizes, the values that need most. */
const heavy: readonly (readonly [ParameterPath, Value])[] = [
  ['model.cell', 'lstm'],
  ['model.bidirectional', true],
  ['model.pooling', 'attention'],
  ['train.optimizer', 'adam'],
];

/** Dropouts that need memory of their own as soon as they drop anything. */
const ratePaths: readonly ParameterPath[] = ['model.inputDropout', 'model.recurrentDropout', 'model.spatialDropout'];

/** The cell with the largest value of everything that takes memory. */
const largestCell = (part: GridPart, facts: Facts): Cell => {
  const largest = (path: ParameterPath): number =>
    Math.max(...(path === 'embedding.size' ? vectorSizes(part, facts) : (valuesAt(part, path) as readonly number[])));
  const sized = [...sizePaths, ...ratePaths].reduce(
    (cell, path) => withParameter(cell, path, largest(path)),
    part.base,
  );
  return heavy.reduce(
    (cell, [path, value]) => (valuesAt(part, path).includes(value) ? withParameter(cell, path, value) : cell),
    sized,
  );
};

/** Bytes of one run at most, over all sets of text options; and of its word vectors while they are trained. */
const createRunBytes = ({ sizes, classes, grid, outside }: Facts) => {
  const largest = Math.max(...sizes.map(({ wordCounts }) => wordCounts.length)) + 1;
  const trained = Math.max(largest, ...outside.map(({ wordCounts }) => wordCounts.length));
  const outsideTokens = Math.max(0, ...outside.map((each) => each.outsideTokens));
  const limits = grid.parts.flatMap((part) => valuesAt(part, 'text.maxTokens') as Cell['text']['maxTokens'][]);
  const seen = sizes.flatMap((each) => [...new Set(limits)].map((limit) => seenTexts(each, limit)));
  const maxTokens = Math.max(...seen.map(({ longest }) => longest));
  const tokens = Math.max(...seen.map((each) => each.tokens));
  const rows = Math.max(...sizes.map((each) => each.rows));
  return ({ embedding, model, train }: Cell, trainable: boolean): number => {
    const { size } = embedding;
    const shape = {
      model,
      size,
      classes,
      vocabulary: largest,
      trainable,
      optimizer: train.optimizer,
      batch: train.batch,
    };
    const whole = { ...shape, maxTokens, rows, tokens };
    const run = estimateRunBytes(whole) + (grid.engine === 'wasm' ? 0 : libraryBytes(whole));
    // both matrices, a checkpoint, the result; of outside texts also their tokens, joined and as rows
    const vectors = embedding.kind === 'word2vec' ? 28 * trained * size + 16 * outsideTokens : 0;
    return Math.max(run, vectors);
  };
};

const learns = (part: GridPart): boolean =>
  valuesAt(part, 'embedding.kind').includes('random') || valuesAt(part, 'embedding.trainable').includes(true);

/** Memory of the largest run of the grid. */
export const largestRunBytes = (facts: Facts): number => {
  const bytesOf = createRunBytes(facts);
  return Math.max(...facts.grid.parts.map((part) => bytesOf(largestCell(part, facts), learns(part))));
};

export type TooLarge = {
  readonly part: number;
  readonly path: ParameterPath; // what makes it so large
  readonly value: number;
  readonly bytes: number;
  readonly fits: number | null; // the largest value that fits beside all others; null: none does
};

/** The largest whole number from 1 for which `isFine` holds, which holds for all below it; null where it never does. */
const largestFine = (most: number, isFine: (value: number) => boolean): number | null => {
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isFine(middle)) low = middle;
    else high = middle;
  }
  return low === 0 ? null : low;
};

/** What in the grid needs more memory than `limit`, for every part that does. */
export const findTooLarge = (facts: Facts, limit: number): readonly TooLarge[] => {
  const bytesOf = createRunBytes(facts);
  return facts.grid.parts.flatMap((part, at): readonly TooLarge[] => {
    const corner = largestCell(part, facts);
    const learning = learns(part);
    const bytes = bytesOf(corner, learning);
    if (bytes <= limit) return [];
    const with1 = (path: ParameterPath): number => bytesOf(withParameter(corner, path, 1), learning);
    const paths = readsFile(part) ? sizePaths.filter((each) => each !== 'embedding.size') : sizePaths;
    const path = paths.toSorted((a, b) => with1(a) - with1(b))[0] as ParameterPath;
    const value = parameter(corner, path) as number;
    const fits = largestFine(value, (each) => bytesOf(withParameter(corner, path, each), learning) <= limit);
    return [{ part: at, path, value, bytes, fits }];
  });
};
