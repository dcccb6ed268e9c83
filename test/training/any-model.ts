import fc from 'fast-check';
import type { ModelOptions, TrainOptions } from '../../core/grid.ts';

const anyRate = fc.constantFrom(0, 0.3);

export const anyModel: fc.Arbitrary<ModelOptions> = fc.record({
  cell: fc.constantFrom('lstm', 'gru'),
  layers: fc.integer({ min: 1, max: 4 }),
  units: fc.constantFrom(3, 5, 8),
  bidirectional: fc.boolean(),
  dropout: anyRate,
  inputDropout: anyRate,
  recurrentDropout: anyRate,
  spatialDropout: anyRate,
  pooling: fc.constantFrom('last', 'mean', 'max', 'attention'),
  head: fc.constant('softmax'),
});

export const anyOptimizer: fc.Arbitrary<TrainOptions['optimizer']> = fc.constantFrom('adam', 'adamw', 'sgd', 'rmsprop');
