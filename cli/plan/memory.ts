import type { Cell, GridPart, ParameterPath } from '../../core/grid.ts';
import { parameter, withParameter } from '../../core/parameters.ts';
import { estimateRunBytes } from '../../training/run-size.ts';
import { memoryLimit } from '../../worker/death.ts';
import type { Facts } from './estimate.ts';
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

const numbersOf = ({ base, axes }: GridPart, path: ParameterPath): readonly number[] =>
  (axes.find((axis) => axis.path === path)?.values ?? [parameter(base, path)]) as readonly number[];

const cornerOf = (part: GridPart, choose: (values: readonly number[]) => number): Cell =>
  sizePaths.reduce((cell, path) => withParameter(cell, path, choose(numbersOf(part, path))), part.base);

/** Bytes of one run at most, over all sets of text options; and of its word vectors while they are trained. */
const createRunBytes = ({ sizes, classes, grid }: Facts) => {
  const largest = Math.max(...sizes.map(({ wordCounts }) => wordCounts.length)) + 1;
  const limits = grid.parts.flatMap(
    ({ base, axes }) =>
      (axes.find(({ path }) => path === 'text.maxTokens')?.values ?? [
        base.text.maxTokens,
      ]) as Cell['text']['maxTokens'][],
  );
  const seen = sizes.flatMap((each) => [...new Set(limits)].map((limit) => seenTexts(each, limit)));
  const maxTokens = Math.max(...seen.map(({ longest }) => longest));
  const tokens = Math.max(...seen.map((each) => each.tokens));
  const rows = Math.max(...sizes.map((each) => each.rows));
  return ({ embedding, model, train }: Cell, trainable: boolean): number => {
    const { size } = embedding;
    const shape = { model, size, classes, vocabulary: largest, trainable, batch: train.batch };
    const run = estimateRunBytes({ ...shape, maxTokens, rows, tokens });
    const vectors = embedding.kind === 'word2vec' ? 28 * largest * size : 0; // both matrices, a checkpoint, the result
    return Math.max(run, vectors);
  };
};

const learns = ({ base, axes }: GridPart): boolean => {
  const values = (path: ParameterPath) => axes.find((axis) => axis.path === path)?.values ?? [parameter(base, path)];
  return values('embedding.kind').includes('random') || values('embedding.trainable').includes(true);
};

/** Memory of the largest run of the grid. */
export const largestRunBytes = (facts: Facts): number => {
  const bytesOf = createRunBytes(facts);
  return Math.max(
    ...facts.grid.parts.map((part) =>
      bytesOf(
        cornerOf(part, (values) => Math.max(...values)),
        learns(part),
      ),
    ),
  );
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
    const corner = cornerOf(part, (values) => Math.max(...values));
    const learning = learns(part);
    const bytes = bytesOf(corner, learning);
    if (bytes <= limit) return [];
    const with1 = (path: ParameterPath): number => bytesOf(withParameter(corner, path, 1), learning);
    const path = sizePaths.toSorted((a, b) => with1(a) - with1(b))[0] as ParameterPath;
    const value = parameter(corner, path) as number;
    const fits = largestFine(value, (each) => bytesOf(withParameter(corner, path, each), learning) <= limit);
    return [{ part: at, path, value, bytes, fits }];
  });
};
