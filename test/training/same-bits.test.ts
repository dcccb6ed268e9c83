import { expect, test } from 'vitest';
import { digestOfBytes } from '../../core/canonical.ts';
import { numericsVersion } from '../../core/engine.ts';
import { createInput, model, train, trained } from './run-fixture.ts';

/*
 * The bits that this numerics version stands for, on every machine. Where a change here is meant, numericsVersion rises with it:
 * scores stored under the old number must never meet the new ones.
 */
const digests = (changes: Parameters<typeof trained>[0]): readonly string[] =>
  trained(changes).map(({ probabilities, curves }) => {
    const bytes = new Uint8Array(probabilities.buffer);
    return `${digestOfBytes(bytes).slice(0, 16)} ${curves.loss.at(-1)} ${curves.heldOutLoss.at(-1)}`;
  });

test('a run gives the bits of its numerics version', () => {
  const vectors = createInput().vectors.map((value) => value * 3);

  const found = {
    version: numericsVersion,
    frozen: digests({ epochs: [1, 4] }),
    learnt: digests({ epochs: [3], trainable: true, vectors }),
    deep: digests({
      epochs: [3],
      model: { ...model, layers: 3, units: 11, dropout: 0.5 },
      train: { ...train, batch: 16 },
    }),
  };

  expect(found).toMatchInlineSnapshot(`
    {
      "deep": [
        "62e532336d80b1a0 1.0288046373246609 0.954391487119748",
      ],
      "frozen": [
        "3c987b6b84945cc3 1.094657980441882 1.0364616972963019",
        "7a5253906175e3b3 1.018895960242428 0.9672695798318154",
      ],
      "learnt": [
        "c3b68645c86b6b66 0.9868809304395972 0.9205514111210633",
      ],
      "version": 1,
    }
  `);
});
