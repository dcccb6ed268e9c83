import type { Cell } from '../../../core/grid.ts';
import { aCell } from '../../core/grids.ts';

const { text, embedding, model, train } = aCell();

/** A cell whose texts name lists of words, and whose network is small. */
export const someCell: Cell = {
  text: { ...text, clean: ['html', 'url', 'punctuation'], replace: 'slang.txt', stopwords: 'stop.txt' },
  embedding: { ...embedding, size: 5 },
  model: { ...model, units: 3 },
  train,
};
