import type { Grid, ParameterPath } from '../../core/grid.ts';
import { tokenVariants } from '../../core/keys.ts';
import { isRead, parameter, valueText } from '../../core/parameters.ts';
import { embeddingCell, modelCell } from '../../core/space.ts';
import type { Cell } from '../../core/grid.ts';
import type { Space } from '../../core/space.ts';
import { withFileSize } from './file-size.ts';
import type { PreparedVectors } from '../../store/documents.ts';
import { runWork, vectorsSeconds } from './cost-model.ts';
import type { OutsideSizes } from './outside-sizes.ts';
import type { Remaining } from './remaining.ts';
import type { Interval, Speed } from './speed.ts';
import { seenTexts, trainedWords } from './text-sizes.ts';
import type { TextSizes } from './text-sizes.ts';

/** What the estimates need to know of a prepared grid. */
export type Facts = {
  readonly grid: Grid;
  readonly space: Space;
  readonly sizes: readonly TextSizes[]; // per set of text options
  readonly classes: number;
  readonly heldOut: number; // share of the rows that a split holds out
  readonly vectors: readonly Pick<PreparedVectors, 'file' | 'size'>[]; // of files
  readonly outside: readonly OutsideSizes[]; // per set of text options; none where word2vec sees the rows alone
};

/** Slot time to train what remains, and how it spreads over the grid. */
export type Estimate = {
  readonly slotSeconds: Interval; // of all slots together
  readonly vectorSeconds: number; // of those, likely, for word vectors
  readonly runs: number; // networks to train
  readonly vectors: number; // word vectors to train
  readonly longestSeconds: number; // of one run after its vectors: however many slots there are
  /** Likely seconds by axis and value, epochs apart. */
  readonly byAxis: ReadonlyMap<ParameterPath, ReadonlyMap<string, number>>;
};

/** Remembers what a function made of few different arguments. */
const remembering = <Argument, Value>(make: (argument: Argument) => Value, name: (argument: Argument) => string) => {
  const known = new Map<string, Value>();
  return (argument: Argument): Value => {
    const key = name(argument);
    const found = known.get(key) ?? make(argument);
    known.set(key, found);
    return found;
  };
};

/** The share of all tokens that word2vec sees, if it sees that share of the rows'. */
const shareOf = (ofRows: number, outside: OutsideSizes | undefined): number => {
  if (outside === undefined) return ofRows;
  const { ownTokens, outsideTokens } = outside;
  return (ofRows * ownTokens + outsideTokens) / (ownTokens + outsideTokens);
};

/** The texts as each cell sees them. */
export const createTextsOf = ({ space, sizes, classes, heldOut, outside }: Facts) => {
  const variants = tokenVariants(space);
  const sizesOf = (cell: Cell): TextSizes => sizes[sizes.length === 1 ? 0 : variants.of(cell)] as TextSizes;
  const place = (cell: Cell): number => (sizes.length === 1 ? 0 : variants.of(cell));
  const seen = remembering(
    (cell: Cell) => seenTexts(sizesOf(cell), cell.text.maxTokens),
    (cell) => `${place(cell)} ${cell.text.maxTokens}`,
  );
  const trained = remembering(
    (cell: Cell) => trainedWords(outside[place(cell)] ?? sizesOf(cell), cell.embedding.minCount, cell.embedding.sample),
    (cell) => `${place(cell)} ${cell.embedding.minCount} ${cell.embedding.sample}`,
  );
  return {
    ofRun: (cell: Cell) => ({ rows: sizesOf(cell).rows, seen: seen(cell), classes, heldOut }),
    ofVectors: (cell: Cell) => ({
      trained: trained(cell),
      rows: (outside[place(cell)] ?? sizesOf(cell)).rows,
      share: shareOf(cell.embedding.fit === 'all' ? 1 : 1 - heldOut, outside[place(cell)]),
    }),
  };
};

const add = (
  sums: Map<ParameterPath, Map<string, number>>,
  paths: readonly ParameterPath[],
  cell: Cell,
  more: number,
) => {
  for (const path of paths) {
    if (!isRead(cell, path)) continue;
    const byValue = sums.get(path) ?? new Map<string, number>();
    const value = valueText(parameter(cell, path));
    byValue.set(value, (byValue.get(value) ?? 0) + more);
    sums.set(path, byValue);
  }
};

/** Adds up what the remaining runs and word vectors take. */
export const estimate = (facts: Facts, remaining: Remaining, speed: Speed): Estimate => {
  const { space } = facts;
  const texts = createTextsOf(facts);
  const axes = space.varying.filter((path) => path !== 'train.epochs');
  const ofVectors = axes.filter((path) => path.startsWith('embedding.') || path.startsWith('text.'));
  const byAxis = new Map<ParameterPath, Map<string, number>>();
  const work = { seconds: 0, cost: 0 };
  let longestRun = 0;
  for (const place of remaining.runs) {
    const cell = withFileSize(modelCell(space, place.embedding, place.model), facts.vectors);
    const one = runWork(cell, place.epochs, texts.ofRun(cell));
    work.seconds += place.weight * one.seconds;
    work.cost += place.weight * one.cost;
    longestRun = Math.max(longestRun, speed.network(one).likely);
    add(byAxis, axes, cell, place.weight * speed.network(one).likely);
  }
  let vectorSeconds = 0;
  let longestVectors = 0;
  for (const { embedding, trainings } of remaining.vectors) {
    if (trainings === 0) continue;
    const cell = embeddingCell(space, embedding);
    const { trained, rows, share } = texts.ofVectors(cell);
    const seconds = vectorsSeconds(cell.embedding, trained, rows, share);
    vectorSeconds += trainings * seconds;
    longestVectors = Math.max(longestVectors, speed.vectors(seconds).likely);
    add(byAxis, ofVectors, cell, trainings * speed.vectors(seconds).likely);
  }
  const network = speed.network(work);
  const vectors = speed.vectors(vectorSeconds);
  const low = network.low + vectors.low;
  return {
    slotSeconds: { low, likely: network.likely + vectors.likely, high: network.high + vectors.high },
    vectorSeconds: vectors.likely,
    runs: Math.round(remaining.runs.reduce((sum, { weight }) => sum + weight, 0)),
    vectors: Math.round(remaining.vectors.reduce((sum, { trainings }) => sum + trainings, 0)),
    longestSeconds: longestVectors + longestRun,
    byAxis,
  };
};

/** Time by the clock on so many slots. */
export const onSlots = ({ slotSeconds, longestSeconds }: Estimate, slots: number): Interval => {
  const atLeast = (seconds: number): number => Math.max(seconds / slots, longestSeconds);
  const { low, likely, high } = slotSeconds;
  return { low: Math.min(atLeast(low), atLeast(likely)), likely: atLeast(likely), high: atLeast(high) };
};
