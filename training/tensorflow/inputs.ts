import type { DirectionSite } from '../network/direction.ts';
import type { Batch } from '../network/packing.ts';
import { createBuffer, eachPositionOf } from './padding.ts';

/** Where the rows lie that a direction reads, by its own packed positions: floats from the start of the machine. */
const rowsOf = ({ machine, plan, own, below }: DirectionSite) => {
  const { words } = machine;
  const { slots, natural } = own.order;
  const at = (address: number, place: number): number => words[address / 4 + place] as number;
  const placeOf = natural === 0 ? (packed: number): number => packed : (packed: number): number => at(natural, packed);
  if (below === null) {
    const { tokens, table, vectorWidth, dx } = plan;
    return {
      width: vectorWidth,
      value: (packed: number): number => table.values / 4 + at(tokens, at(slots, packed)) * vectorWidth,
      gradient: (packed: number): number => dx / 4 + at(slots, packed) * vectorWidth,
      gradients: plan.shape.trainable ? { first: dx / 4, rows: ({ distinct }: Batch): number => distinct } : null,
    };
  }
  const { output, dOutput, width } = below;
  return {
    width,
    value: (packed: number): number => output / 4 + placeOf(packed) * width,
    gradient: (packed: number): number => dOutput / 4 + placeOf(packed) * width,
    gradients: dOutput === 0 ? null : { first: dOutput / 4, rows: ({ positions }: Batch): number => positions },
  };
};

/** What a direction reads, padded to [steps, texts, inputs] under inputDropout's factors, and its gradients back. */
export const createInputs = (site: DirectionSite, inputs: number) => {
  const { machine, plan, own, turn, drawInputs } = site;
  const { floats } = machine;
  const rows = rowsOf(site);
  const eachPosition = eachPositionOf(machine, plan);
  const buffer = createBuffer();
  const factors = own.inputFactors / 4;
  let isDropped = false;

  const gather = (batch: Batch, step: number): Float32Array => {
    const x = buffer(batch.steps * batch.texts * inputs);
    isDropped = drawInputs !== null && step > 0;
    if (isDropped) drawInputs?.(batch.texts, step);
    x.fill(0);
    eachPosition(batch, (packed, padded, text) => {
      const from = rows.value(packed);
      const to = padded * inputs;
      if (!isDropped) x.set(floats.subarray(from, from + inputs), to);
      else {
        const mask = factors + text * rows.width;
        for (let at = 0; at < inputs; at++) x[to + at] = (floats[from + at] as number) * (floats[mask + at] as number);
      }
    });
    return x;
  };

  /** The last direction overwrites what lies there, the others add. */
  const scatter = (batch: Batch, dx: Float32Array): void => {
    const { gradients } = rows;
    if (gradients === null) return;
    if (turn.isLast) floats.fill(0, gradients.first, gradients.first + gradients.rows(batch) * rows.width);
    eachPosition(batch, (packed, padded, text) => {
      const to = rows.gradient(packed);
      const from = padded * inputs;
      const mask = factors + text * rows.width;
      for (let at = 0; at < inputs; at++) {
        const factor = isDropped ? (floats[mask + at] as number) : 1;
        floats[to + at] = (floats[to + at] as number) + Math.fround((dx[from + at] as number) * factor);
      }
    });
  };

  return { gather, scatter, areLearnt: rows.gradients !== null };
};
