import { drawnFactors } from './drawn-factors.ts';
import { type Case, createFixture, type Fixture, modelOf, partsOf } from './network-fixture.ts';

const small = { size: 4, classes: 3, rows: 5, steps: 5, vocabulary: 7, units: 3, layers: 2, learningRate: 0.01 };
const rates = { dropout: 0.3, spatialDropout: 0.25, inputDropout: 0.4, recurrentDropout: 0.35 };

/** Networks that Keras has computed too; see make-keras-fixtures.py. */
export const kerasCases: Readonly<Record<string, Case>> = {
  lstm: { ...small, units: 7, layers: 1, trainable: true },
  gru: { ...small, cell: 'gru', units: 7, layers: 1, trainable: true },
  'two bidirectional lstm': { ...small, bidirectional: true },
  'two bidirectional gru': { ...small, cell: 'gru', bidirectional: true },
  'lstm with dropout of inputs alone': { ...small, inputDropout: 0.4 },
  'four gru': { ...small, cell: 'gru', layers: 4, spatialDropout: 0.25, recurrentDropout: 0.35 },
  'bidirectional lstm with every dropout': { ...small, ...rates, bidirectional: true, trainable: true },
  'bidirectional gru with every dropout': { ...small, ...rates, cell: 'gru', bidirectional: true, trainable: true },
};

/** Batches of all texts, each followed by an update. */
export const kerasSteps = 3;

const times = <Value>(count: number, make: (at: number) => Value): Value[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** The factors of one step as arrays, of ones where nothing is dropped. */
const factorsOf = (fixture: Fixture, shape: Case, step: number) => {
  const { cell, units, layers, bidirectional } = modelOf(shape);
  const directions = bidirectional ? 2 : 1;
  const { spatial, cell: ofCell, output } = drawnFactors(fixture, shape, step);
  const gates = cell === 'lstm' ? 4 : 3;
  const texts = fixture.texts.length;
  const cells = times(layers, (layer) =>
    times(directions, (direction) => ({
      input: times(gates, (gate) =>
        times(texts, (text) =>
          times(layer === 0 ? shape.size : units * directions, (at) => ofCell(layer, direction, text).input(gate, at)),
        ),
      ),
      recurrent: times(gates, (gate) =>
        times(texts, (text) => times(units, (at) => ofCell(layer, direction, text).recurrent(gate, at))),
      ),
    })),
  );
  const outputs = times(layers, (layer) =>
    times(texts, (text) =>
      times(layer === layers - 1 ? 1 : shape.steps, (t) =>
        times(units * directions, (unit) => (t < fixture.texts[text]!.length ? output(layer, text, t, unit) : 1)),
      ),
    ),
  );
  return { spatial: times(texts, (text) => times(shape.size, (at) => spatial(text, at))), cells, outputs };
};

/** All that Keras needs to compute a case. */
export const kerasInput = (shape: Case) => {
  const fixture = createFixture(shape);
  return {
    ...shape,
    ...modelOf(shape),
    texts: fixture.texts,
    labels: fixture.labels,
    vectors: Array.from(fixture.vectors),
    weights: partsOf(fixture.weights).map(([name, values]) => ({ name, values: Array.from(values) })),
    factors: times(kerasSteps, (at) => factorsOf(fixture, shape, at + 1)),
  };
};
