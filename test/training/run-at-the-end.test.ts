import { expect, test } from 'vitest';

import { createRun } from '../../training/run.ts';
import { createInput, finish, trained } from './run-fixture.ts';

const none = new Uint32Array();

test('held-out rows that are scored at the end alone get the bits that scoring every epoch gives them', () => {
  const [each] = trained({ epochs: [3] });

  const [once] = trained({ epochs: [3], heldOutScored: 'atTheEnd' });

  expect(once?.probabilities).toEqual(each?.probabilities);
  expect(once?.curves).toMatchObject({ loss: each?.curves.loss, accuracy: each?.curves.accuracy, heldOutLoss: [] });
});

test('they are looked at by no step before the run is trained, and every step is counted', () => {
  const run = createRun(createInput({ epochs: [2], trainable: true, heldOutScored: 'atTheEnd' }));
  const before: number[] = [];
  while (!run.isTrained) {
    before.push(run.doneSteps);
    run.step();
  }
  const learnt = run.learnt();
  const { end } = finish(run);

  expect(before).toEqual(Array.from(before.keys()));
  expect(run.doneSteps).toBe(run.totalSteps);
  expect(end).toEqual({ state: 'done' });
  expect(run.learnt()).toEqual(learnt); // scoring teaches nothing
});

test('a run without any held-out row learns what it learns with some', () => {
  const learntWith = (heldOutRows: Uint32Array) => {
    const run = createRun(createInput({ epochs: [2], trainable: true, heldOutScored: 'atTheEnd', heldOutRows }));
    const [delivered] = finish(run).epochs;
    return { learnt: run.learnt(), delivered };
  };
  const without = learntWith(none);

  expect(without.learnt).toEqual(learntWith(Uint32Array.of(0, 5, 10)).learnt);
  expect(without.delivered?.probabilities).toEqual(new Float32Array());
  expect(() => createRun(createInput({ heldOutRows: none }))).toThrow('heldOutRows is empty');
});

test('a checkpoint of a run that only has to be scored is where it goes on', () => {
  const input = createInput({ epochs: [2], heldOutScored: 'atTheEnd' });
  const [expected] = finish(createRun(input)).epochs;
  const first = createRun(input);
  while (!first.isTrained) first.step();

  const second = createRun(input, first.checkpoint());

  expect(second.isTrained).toBe(true);
  expect(finish(second).epochs).toEqual([expected]);
});
