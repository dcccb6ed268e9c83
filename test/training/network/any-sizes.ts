import fc from 'fast-check';

const side = fc.constantFrom(1, 3, 7, 33, 130);

/** What a network may be whatever engine runs it: sizes that no vector width divides, and all that lies around a cell. */
export const anySizes = {
  size: side,
  units: side,
  steps: side,
  rows: side,
  layers: fc.constantFrom(1, 2),
  bidirectional: fc.boolean(),
  pooling: fc.constantFrom('last' as const, 'mean' as const, 'max' as const, 'attention' as const),
  inputDropout: fc.constantFrom(0, 0.3),
  spatialDropout: fc.constantFrom(0, 0.3),
};
