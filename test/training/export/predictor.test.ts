import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEncoder, createPredictor } from '../../../training/export/predictor.ts';
import { plainProbabilities } from './plain-network.ts';
import { everyShape, someModel, someTexts } from './trained-fixture.ts';

it.each(everyShape.filter(({ layers, pooling }) => layers !== 4 || pooling === 'last'))(
  'predicts what the formulas say: $cell × $layers, both ways $bidirectional, $pooling, $head',
  (shape) => {
    const trained = someModel(shape);
    const texts = someTexts(trained);

    const found = createPredictor(trained).predict(texts.map((text) => Uint32Array.from(text)));

    const expected = texts.flatMap((text) => plainProbabilities(trained, text));
    expect(Math.max(...expected.map((p, at) => Math.abs(p - (found[at] as number))))).toBeLessThan(1e-5);
  },
);

it.each([1, 7, 33])('predicts what the formulas say at %i units and vectors of another awkward size', (units) => {
  const trained = someModel(
    { ...everyShape.at(-1)!, layers: 2, units, head: 'softmax' },
    { size: 40 - units, classes: 5 },
  );
  const texts = someTexts(trained);

  const found = createPredictor(trained).predict(texts.map((text) => Uint32Array.from(text)));

  const expected = texts.flatMap((text) => plainProbabilities(trained, text));
  expect(Math.max(...expected.map((p, at) => Math.abs(p - (found[at] as number))))).toBeLessThan(1e-5);
});

const mixed = someModel({
  cell: 'gru',
  layers: 2,
  units: 5,
  bidirectional: true,
  pooling: 'attention',
  head: 'softmax',
});

it('gives a text the same bits in any company and order', () => {
  const predictor = createPredictor(mixed);
  const classes = mixed.labels.length;
  const text = fc.uint32Array({ minLength: 1, maxLength: mixed.maxTokens, max: mixed.vocabulary.length });
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 20 }), fc.array(text, { maxLength: 20 }), (own, before, after) => {
      const alone = predictor.predict([own]);
      const among = predictor.predict([...before, own, ...after]);

      expect(among.subarray(before.length * classes, (before.length + 1) * classes)).toEqual(alone);
    }),
    { numRuns: 60 },
  );
});

it('predicts more texts than a batch holds, in their order', () => {
  const predictor = createPredictor(mixed);
  const texts = someTexts(mixed, 700).map((text) => Uint32Array.from(text));

  const all = predictor.predict(texts);

  const classes = mixed.labels.length;
  for (const at of [0, 1, 350, 699])
    expect(all.subarray(at * classes, (at + 1) * classes)).toEqual(predictor.predict([texts[at] as Uint32Array]));
});

it('makes ids as training does: unknown words and texts without a word are 0, long texts are cut at their end or start', () => {
  const trained = { ...mixed, vocabulary: ['a', 'b'], maxTokens: 2 };
  const cutAtStart = { ...trained.text, options: { ...trained.text.options, truncate: 'start' as const } };

  expect([...createEncoder(trained)(['b', 'x', 'a'])]).toEqual([2, 0]);
  expect([...createEncoder({ ...trained, text: cutAtStart })(['b', 'x', 'a'])]).toEqual([0, 1]);
  expect([...createEncoder(trained)([])]).toEqual([0]);
});
