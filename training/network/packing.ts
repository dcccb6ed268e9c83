import type { Machine } from './kernel.ts';
import type { ReadingOrder } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';

/** Token sequences one after the other: text i is tokens[offsets[i]] up to tokens[offsets[i + 1]]. */
export type Texts = { readonly tokens: Uint32Array; readonly offsets: Uint32Array };

/** A batch as it lies in the machine: packed step by step, longest text first (see kernels/recurrence.ts). */
export type Batch = {
  readonly order: Uint32Array; // [texts] the text in each place, by its index into the texts
  readonly texts: number;
  readonly steps: number;
  readonly positions: number;
  readonly distinct: number;
};

export const lengthOf = ({ offsets }: Texts, text: number): number =>
  (offsets[text + 1] as number) - (offsets[text] as number);

/**
 * Returns the function that writes the texts named by `rows[from]` up to `rows[to]` into the machine: equal lengths keep
 * their order; distinct tokens are numbered as they first come up. The returned batch is the same object each time.
 */
export const createPacker = ({ words }: Machine, plan: NetworkPlan, texts: Texts) => {
  const part = (address: number, length: number): Uint32Array => words.subarray(address / 4, address / 4 + length);
  const { shape } = plan;
  const distinctMost = Math.min(shape.positions, shape.vocabulary);
  const marks = part(plan.marks, shape.vocabulary);
  const counts = part(plan.counts, shape.steps);
  const slots = part((plan.orders[0] as ReadingOrder).slots, shape.positions);
  const tokens = part(plan.tokens, distinctMost);
  const ends = part(plan.ends, shape.rows);
  const place = new Uint32Array(shape.steps + 1); // next free place among the texts of each length
  const batch = { order: new Uint32Array(shape.rows), texts: 0, steps: 0, positions: 0, distinct: 0 };

  const sortByLength = (rows: Uint32Array, from: number, to: number): void => {
    place.fill(0);
    for (let at = from; at < to; at++) place[lengthOf(texts, rows[at] as number)]! += 1;
    let steps = shape.steps;
    while (place[steps] === 0) steps--;
    let longer = 0;
    for (let length = steps; length > 0; length--) {
      const here = place[length] as number;
      place[length] = longer;
      longer += here;
      counts[length - 1] = longer;
    }
    for (let at = from; at < to; at++) {
      const row = rows[at] as number;
      const length = lengthOf(texts, row);
      const free = place[length] as number;
      place[length] = free + 1;
      batch.order[free] = row;
    }
    batch.texts = to - from;
    batch.steps = steps;
  };

  const numberTokens = (): void => {
    for (let slot = 0; slot < batch.distinct; slot++) marks[tokens[slot] as number] = 0; // of the batch before
    let distinct = 0;
    let position = 0;
    for (let step = 0; step < batch.steps; step++) {
      const active = counts[step] as number;
      const going = step + 1 < batch.steps ? (counts[step + 1] as number) : 0;
      for (let at = 0; at < active; at++, position++) {
        const token = texts.tokens[(texts.offsets[batch.order[at] as number] as number) + step] as number;
        let mark = marks[token] as number;
        if (mark === 0) {
          tokens[distinct] = token;
          mark = ++distinct;
          marks[token] = mark;
        }
        slots[position] = mark - 1;
        if (at >= going) ends[at] = position;
      }
    }
    batch.positions = position;
    batch.distinct = distinct;
  };

  return (rows: Uint32Array, from: number, to: number): Batch => {
    sortByLength(rows, from, to);
    numberTokens();
    return batch;
  };
};
