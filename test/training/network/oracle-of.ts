import { classWeightsOf } from '../../../training/network/class-weights.ts';
import type { NetworkWeights } from '../../../training/network/weights.ts';
import { drawnFactors } from './drawn-factors.ts';
import { type Case, type Fixture, modelOf, trainOf } from './network-fixture.ts';
import { noFactors, type OracleInput } from './oracle.ts';

const double = (values: Float32Array): Float32Array => Float64Array.from(values) as unknown as Float32Array;
const doubled = <Arrays extends object>(arrays: Arrays): Arrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, double(values)])) as Arrays;

const doubles = ({ weights }: Fixture): NetworkWeights => ({
  layers: weights.layers.map(({ forward, backward }) => ({
    forward: doubled(forward),
    backward: backward === null ? null : doubled(backward),
  })),
  attention: weights.attention === null ? null : doubled(weights.attention),
  head: doubled(weights.head),
});

/** What the plain implementation computes of a fixture: its scoring in step 0, else with the dropout of that step. */
export const oracleOf = (fixture: Fixture, shape: Case, step: number): OracleInput => ({
  model: modelOf(shape),
  weights: doubles(fixture),
  vectors: Float64Array.from(fixture.vectors),
  size: shape.size,
  classes: shape.classes,
  texts: fixture.texts,
  labels: fixture.labels,
  classWeights: classWeightsOf(
    trainOf(shape).classWeights,
    Uint32Array.from(fixture.labels),
    fixture.all,
    shape.classes,
  ),
  factors: step === 0 ? noFactors : drawnFactors(fixture, shape, step),
});
