import type { Machine } from './kernel.ts';
import type { ReadingOrder } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import { type Batch, lengthOf, type Texts } from './packing.ts';

/**
 * Returns the function that writes, for the batch that was packed last, in which order each direction reads the positions and
 * where its states belong. A text has as many steps from its end as from its start, so both directions are packed alike.
 */
export const createReadingOrders = ({ words }: Machine, plan: NetworkPlan, texts: Texts) => {
  const { shape, counts, ends, finals } = plan;
  const [forward, backward] = plan.orders as readonly [ReadingOrder, ReadingOrder?];
  if (backward === undefined) {
    return (batch: Batch): void => void words.copyWithin(finals / 4, ends / 4, ends / 4 + batch.texts);
  }
  const part = (address: number, length: number): Uint32Array => words.subarray(address / 4, address / 4 + length);
  const parts = ({ slots, natural, places }: ReadingOrder) =>
    [part(slots, shape.positions), part(natural, shape.positions), part(places, shape.positions)] as const;
  const [slots, , places] = parts(forward);
  const [slotsBack, natural, placesBack] = parts(backward);
  const starts = new Uint32Array(shape.steps + 1); // of each step among the positions

  const mirror = (text: number, length: number): void => {
    for (let step = 0; step < length; step++) {
      const here = (starts[step] as number) + text;
      const there = (starts[length - 1 - step] as number) + text;
      natural[here] = there;
      slotsBack[here] = slots[there] as number;
      places[here] = 2 * here;
      placesBack[here] = 2 * there + 1;
    }
  };

  return ({ order, texts: count, steps }: Batch): void => {
    for (let step = 0; step < steps; step++)
      starts[step + 1] = (starts[step] as number) + (words[counts / 4 + step] as number);
    for (let text = 0; text < count; text++) {
      mirror(text, lengthOf(texts, order[text] as number));
      words[finals / 4 + 2 * text] = 2 * (words[ends / 4 + text] as number);
      words[finals / 4 + 2 * text + 1] = 2 * text + 1; // backward, a text's first token is its last
    }
  };
};
