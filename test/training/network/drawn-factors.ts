import { createStream, type Stream } from '../../../core/random.ts';
import { type Case, type Fixture, modelOf, run } from './network-fixture.ts';
import { type Factors, noFactors } from './oracle.ts';

/** Texts in the order in which they lie in a batch: longest first. */
const packedOrder = ({ texts }: Fixture): readonly number[] =>
  [...texts.keys()].toSorted((a, b) => texts[b]!.length - texts[a]!.length || a - b);

const factorOf = (stream: Stream, rate: number): number => (stream.uniform() >= rate ? Math.fround(1 / (1 - rate)) : 0);

const streamOf = (purpose: string, ...name: readonly (string | number)[]): Stream =>
  createStream(run.seed, purpose, run.repeat, run.fold, ...name);

const outputFactors = (fixture: Fixture, shape: Case, step: number): Factors['output'] => {
  const { dropout, units, layers, bidirectional } = modelOf(shape);
  if (dropout === 0) return noFactors.output;
  const known = new Map<string, number>();
  for (let layer = 0; layer < layers; layer++) {
    const stream = streamOf('dropout', layer, step);
    for (let t = 0; t < (layer === layers - 1 ? 1 : shape.steps); t++) {
      for (const text of packedOrder(fixture).filter((each) => fixture.texts[each]!.length > t)) {
        for (let unit = 0; unit < units * (bidirectional ? 2 : 1); unit++)
          known.set(`${layer},${text},${t},${unit}`, factorOf(stream, dropout));
      }
    }
  }
  return (...place) => known.get(place.join())!;
};

/** Factors [gates, texts in packed order, channels]. */
const table = (fixture: Fixture, rate: number, stream: Stream, gates: number, channels: number) => {
  const order = packedOrder(fixture);
  const drawn = Array.from({ length: gates * order.length * channels }, () => factorOf(stream, rate));
  return (gate: number, text: number, channel: number): number =>
    drawn[((gates === 1 ? 0 : gate) * order.length + order.indexOf(text)) * channels + channel]!;
};

const spatialFactors = (fixture: Fixture, shape: Case, step: number): Factors['spatial'] => {
  const { spatialDropout } = modelOf(shape);
  if (spatialDropout === 0) return noFactors.spatial;
  const factor = table(fixture, spatialDropout, streamOf('spatialDropout', step), 1, shape.size);
  return (text, channel) => factor(0, text, channel);
};

const cellFactors = (fixture: Fixture, shape: Case, step: number): Factors['cell'] => {
  const { cell, units, layers, bidirectional, inputDropout, recurrentDropout } = modelOf(shape);
  const gates = cell === 'lstm' ? 4 : 3;
  const directions = bidirectional ? (['forward', 'backward'] as const) : (['forward'] as const);
  const tables = Array.from({ length: layers }, (_, layer) =>
    directions.map((direction) => {
      const channels = layer === 0 ? shape.size : units * directions.length;
      const inputs = streamOf('inputDropout', layer, direction, step);
      const states = streamOf('recurrentDropout', layer, direction, step);
      return {
        input: table(fixture, inputDropout, inputs, recurrentDropout > 0 ? gates : 1, channels),
        recurrent: table(fixture, recurrentDropout, states, gates, units),
      };
    }),
  );
  return (layer, direction, text) => {
    const { input, recurrent } = tables[layer]![direction]!;
    return {
      input: (gate, channel) => input(gate, text, channel),
      recurrent: (gate, unit) => recurrent(gate, text, unit),
    };
  };
};

/** The dropout factors that a step draws, redrawn here from the named streams. */
export const drawnFactors = (fixture: Fixture, shape: Case, step: number): Factors => ({
  spatial: spatialFactors(fixture, shape, step),
  cell: cellFactors(fixture, shape, step),
  output: outputFactors(fixture, shape, step),
});
