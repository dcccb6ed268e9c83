import { expect, test } from 'vitest';
import { classWeightsOf } from '../../../training/network/class-weights.ts';

const labels = Uint32Array.of(0, 0, 0, 1, 2, 2, 0, 1);

test('balanced weights are those of scikit-learn, of the training rows alone', () => {
  const rows = Uint32Array.of(0, 1, 2, 3, 4, 5); // three, one, two

  // compute_class_weight('balanced', classes=[0, 1, 2], y=[0, 0, 0, 1, 2, 2])
  expect([...classWeightsOf('balanced', labels, rows, 3)]).toEqual([2 / 3, 2, 1]);
});

test('a class without a training text counts neither in the weights nor among the classes', () => {
  const rows = Uint32Array.of(0, 1, 2, 3);

  expect([...classWeightsOf('balanced', labels, rows, 3)]).toEqual([4 / 6, 2, 0]);
});

test('none weighs every text alike', () => {
  expect([...classWeightsOf('none', labels, Uint32Array.of(0, 3), 3)]).toEqual([1, 1, 1]);
});
