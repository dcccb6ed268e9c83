import type { Cell } from '../../core/grid.ts';
import { withParameter } from '../../core/parameters.ts';
import { createStream } from '../../core/random.ts';
import { embeddingCell, epochsOfEmbedding, modelCell } from '../../core/space.ts';
import type { Space } from '../../core/space.ts';

/** Where one network is trained: a cell of the grid, epochs apart, and the largest epochs of its trials. */
export type CellPlace = { readonly embedding: number; readonly model: number; readonly epochs: number };

/** The cells to train, found by their number without listing them. */
export type Cells = {
  readonly count: number; // about, where only a part of them was looked for
  readonly at: (n: number) => CellPlace;
  readonly leavesOut: boolean; // whether the grid has cells that are none of these
};

/** The trials of a grid that are asked about, where not all are. */
export type Wanted = { readonly trials: number; readonly has: (cell: Cell) => boolean };

/** Cells that are gone through one by one at most. */
const mostWalked = 200_000;

/** Of random search: the runs of the drawn trials, which lie side by side and end in the largest epochs. */
const drawnCells = (space: Space, drawn: Float64Array): Cells => {
  const places: CellPlace[] = [];
  let part = 0;
  for (const index of drawn) {
    while (index >= (space.parts[part + 1]?.firstCell ?? Infinity)) part++;
    const { firstCell, firstEmbedding, models, epochs } = space.parts[part] as Space['parts'][number];
    const run = Math.floor((index - firstCell) / epochs.length);
    const embedding = firstEmbedding + Math.floor(run / models);
    const place = { embedding, model: run % models, epochs: epochs[(index - firstCell) % epochs.length] as number };
    const last = places.at(-1);
    if (last?.embedding === embedding && last.model === place.model) places.pop();
    places.push(place);
  }
  return { count: places.length, at: (n) => places[n] as CellPlace, leavesOut: true };
};

export const cellsToTrain = (space: Space): Cells => {
  if (space.drawn !== null) return drawnCells(space, space.drawn);
  const starts: number[] = [];
  let count = 0;
  for (const { firstEmbedding, lastEmbedding, models } of space.parts) {
    starts.push(count);
    count += (lastEmbedding - firstEmbedding) * models;
  }
  return {
    count,
    leavesOut: false,
    at: (n) => {
      const place = starts.findLastIndex((start) => start <= n);
      const { firstEmbedding, models, epochs } = space.parts[place] as Space['parts'][number];
      const within = n - (starts[place] as number);
      const embedding = firstEmbedding + Math.floor(within / models);
      return { embedding, model: within % models, epochs: epochs.at(-1) as number };
    },
  };
};

/** The embeddings that some trial needs; a random search may leave some of the grid's out. */
export const embeddingsToTrain = (
  space: Space,
  cells: Cells,
): { readonly count: number; at: (n: number) => number } => {
  if (!cells.leavesOut) return { count: space.embeddings, at: (n) => n };
  const used = new Set<number>();
  for (let n = 0; n < Math.min(cells.count, mostWalked); n++) used.add(cells.at(n).embedding);
  const listed = [...used];
  return { count: listed.length, at: (n) => listed[n] as number };
};

/** How many times an embedding's word vectors are trained: once per training side, once for all texts, or never. */
export const vectorScopes = (space: Space, embedding: number): number => {
  const { kind, fit } = embeddingCell(space, embedding).embedding;
  return kind !== 'word2vec' ? 0 : fit === 'all' ? 1 : space.trainingSides;
};

/** Numbers below `count`: all in order if there are at most `most`, else so many drawn from a seeded stream. */
export const chooseNumbers = (count: number, most: number, purpose: string): readonly number[] => {
  if (count <= most) return Array.from({ length: count }, (_, n) => n);
  const stream = createStream('plan', purpose);
  return Array.from({ length: most }, () => Math.floor(stream.uniform() * count));
};

/** Of the cells to train those with a wanted trial; of very many, those among so many drawn ones, which stand for all. */
export const wantedCells = (space: Space, { has }: Wanted): Cells => {
  const all = cellsToTrain(space);
  const numbers = chooseNumbers(all.count, mostWalked, 'wanted');
  const places = numbers.map(all.at).filter(({ embedding, model }) => {
    const cell = modelCell(space, embedding, model);
    return epochsOfEmbedding(space, embedding).some((epochs) => has(withParameter(cell, 'train.epochs', epochs)));
  });
  const count = Math.round((places.length * all.count) / Math.max(1, numbers.length));
  return { count, at: (n) => places[n % places.length] as CellPlace, leavesOut: true };
};
