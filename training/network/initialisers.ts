import type { ModelOptions } from '../../core/grid.ts';
import { cos, log } from '../../core/math.ts';
import { createStream, type Stream } from '../../core/random.ts';
import { outputsOf } from './head-layout.ts';
import { directionsOf, gatesOf } from './layer-layout.ts';
import type { AttentionWeights, DirectionWeights, LayerWeights, NetworkWeights } from './weights.ts';

const uniform = (count: number, limit: number, stream: Stream): Float32Array =>
  Float32Array.from({ length: count }, () => (2 * stream.uniform() - 1) * limit);

/** Uniform within ±√(6 / (inputs + outputs)), [inputs, outputs]; @see Glorot & Bengio 2010, eq. 16 */
const glorotUniform = (inputs: number, outputs: number, stream: Stream): Float32Array =>
  uniform(inputs * outputs, Math.sqrt(6 / (inputs + outputs)), stream);

/** Standard normal; @see Box & Muller 1958 */
const normal = (stream: Stream): number => {
  const radius = Math.sqrt(-2 * log((stream.bits() + 1) / 0x100000000));
  return radius * cos(2 * Math.PI * stream.uniform());
};

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
};

/**
 * `rows` orthonormal rows of `columns` ≥ rows numbers, distributed as Keras' orthogonal initialiser has it.
 * @see Saxe et al. 2014, arXiv:1312.6120; Gram–Schmidt, twice, is the QR decomposition whose R has a positive diagonal
 */
export const orthogonal = (rows: number, columns: number, stream: Stream): Float32Array => {
  const basis: Float64Array[] = [];
  for (let row = 0; row < rows; row++) {
    const vector = Float64Array.from({ length: columns }, () => normal(stream));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        const share = dot(vector, other);
        for (let at = 0; at < columns; at++) vector[at] = (vector[at] as number) - share * (other[at] as number);
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((value) => value / length));
  }
  const result = new Float32Array(rows * columns);
  basis.forEach((vector, row) => result.set(vector, row * columns));
  return result;
};

/** What names the random streams of a run. */
export type RunSeed = { readonly seed: number; readonly repeat: number; readonly fold: number };

type WeightsShape = { readonly model: ModelOptions; readonly size: number; readonly classes: number };

const firstBias = ({ cell, units }: ModelOptions): Float32Array =>
  cell === 'lstm' ? new Float32Array(4 * units).fill(1, units, 2 * units) : new Float32Array(6 * units);

type NamedStream = (...name: readonly (string | number)[]) => Stream;

/** As Keras' Dense has them: [D, D] and [D, 1] Glorot uniform, the bias 0. */
const firstAttention = (outputs: number, stream: NamedStream): AttentionWeights => ({
  kernel: glorotUniform(outputs, outputs, stream('attention', 'kernel')),
  bias: new Float32Array(outputs),
  context: glorotUniform(outputs, 1, stream('attention', 'context')),
});

/**
 * First weights as Keras draws them: kernels Glorot uniform, recurrent kernels orthogonal, LSTM's forget bias 1, other
 * biases 0.
 * Streams (seed, 'weights', repeat, fold, layer, 'backward'?, purpose) (…, 'attention', purpose) and (…, 'head'): a layer's weights depend on its own
 * shape alone, and those of its forward direction not on whether there is another.
 */
export const initialWeights = (
  { model, size, classes }: WeightsShape,
  { seed, repeat, fold }: RunSeed,
): NetworkWeights => {
  const { units, layers } = model;
  const columns = gatesOf(model) * units;
  const outputs = directionsOf(model) * units;
  const stream = (...name: readonly (string | number)[]): Stream =>
    createStream(seed, 'weights', repeat, fold, ...name);
  const direction = (inputs: number, ...name: readonly (string | number)[]): DirectionWeights => ({
    kernel: glorotUniform(inputs, columns, stream(...name, 'kernel')),
    recurrent: orthogonal(units, columns, stream(...name, 'recurrent')),
    bias: firstBias(model),
  });
  return {
    layers: Array.from({ length: layers }, (_, layer): LayerWeights => {
      const inputs = layer === 0 ? size : outputs;
      return {
        forward: direction(inputs, layer),
        backward: model.bidirectional ? direction(inputs, layer, 'backward') : null,
      };
    }),
    attention: model.pooling === 'attention' ? firstAttention(outputs, stream) : null,
    head: {
      kernel: glorotUniform(outputs, outputsOf(model, classes), stream('head')),
      bias: new Float32Array(outputsOf(model, classes)),
    },
  };
};

/**
 * First vectors of a learnt embedding, [vocabulary, size], uniform within ±0.05 as in Keras, `<oov>` included.
 * Stream (seed, 'weights', repeat, fold, 'embedding'), row by row: a larger vocabulary changes no earlier row.
 */
export const randomVectors = (vocabulary: number, size: number, { seed, repeat, fold }: RunSeed): Float32Array =>
  uniform(vocabulary * size, 0.05, createStream(seed, 'weights', repeat, fold, 'embedding'));
