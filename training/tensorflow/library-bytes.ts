import { directionsOf } from '../network/layer-layout.ts';
import { roundUp } from '../network/matrix.ts';
import { type RunShape, scoringCostPerToken, scoringRows } from '../run-size.ts';

/** The library itself, its threads and allocator. */
const loadedBytes = 300 * 2 ** 20;
/** Arrays of one padded batch at most: inputs, their gradients, and copies of both; states, gates, and the gradients of these. */
const ofInputs = 4;
const ofUnits = 16;

/** What the library needs beside our own memory for a run at most, in bytes: every text of a batch is as long as the longest. */
export const libraryBytes = (shape: RunShape): number => {
  const { model, size, maxTokens, batch, rows } = shape;
  const directions = directionsOf(model);
  const units = roundUp(model.units, 8);
  const inputs = roundUp(size, 8) + (model.layers - 1) * units * directions; // of all layers
  const texts = Math.min(rows, Math.max(batch, scoringRows(scoringCostPerToken(shape), maxTokens)));
  const perPosition = directions * (ofInputs * inputs + ofUnits * units * model.layers);
  return loadedBytes + 4 * texts * maxTokens * perPosition;
};
