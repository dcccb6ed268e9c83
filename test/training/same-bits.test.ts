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

const digestOfAll = (all: readonly (readonly string[])[]): readonly string[] => all.map(([only]) => only as string);

const rates = { inputDropout: 0.2, recurrentDropout: 0.3, spatialDropout: 0.1 };

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
    gru: digests({ epochs: [3], trainable: true, vectors, model: { ...model, cell: 'gru', layers: 2 } }),
    bothWays: digests({ epochs: [3], model: { ...model, layers: 2, bidirectional: true, dropout: 0.5 } }),
    dropped: digests({ epochs: [3], trainable: true, model: { ...model, ...rates } }),
    everything: digests({
      epochs: [3],
      model: { ...model, ...rates, cell: 'gru', layers: 4, units: 11, bidirectional: true },
    }),
    poolings: digestOfAll(
      (['mean', 'max', 'attention'] as const).map((pooling) =>
        digests({ epochs: [3], model: { ...model, bidirectional: true, pooling } }),
      ),
    ),
    optimisers: digestOfAll(
      (['adamw', 'sgd', 'rmsprop'] as const).map((optimizer) =>
        digests({ epochs: [3], trainable: true, vectors, train: { ...train, optimizer, clipNorm: 0.5 } }),
      ),
    ),
    sigmoid: digests({
      epochs: [3],
      classes: 2,
      labels: createInput().labels.map((label) => Math.min(label, 1)),
      model: { ...model, head: 'sigmoid' },
      train: { ...train, classWeights: 'balanced' },
    }),
  };

  expect(found).toMatchInlineSnapshot(`
    {
      "bothWays": [
        "be11387e9cfd3b3b 1.0214962674861987 0.9105424989446629",
      ],
      "deep": [
        "62e532336d80b1a0 1.0288046373246609 0.954391487119748",
      ],
      "dropped": [
        "bce0f53095f8547b 1.0170220510933832 0.9486595265336408",
      ],
      "everything": [
        "befa7d7b40c74982 0.9705674604518331 0.8040149516110222",
      ],
      "frozen": [
        "3c987b6b84945cc3 1.094657980441882 1.0364616972963019",
        "7a5253906175e3b3 1.018895960242428 0.9672695798318154",
      ],
      "gru": [
        "4b692049dcdf093a 0.9386636106547638 0.7878061198700964",
      ],
      "learnt": [
        "695ed827d916ee28 0.9868809303607046 0.9205514180352712",
      ],
      "optimisers": [
        "62e71fcdc55dc5f1 0.9867397608703268 0.9207642203433929",
        "7a2552e737fd012c 1.067228213862622 1.0372072550458633",
        "414f1adcfaf0c323 0.9042743750683216 0.8038149075331257",
      ],
      "poolings": [
        "849d48eb87f162fc 1.033856771780289 0.9712163155931742",
        "7e4b087aab28c94f 1.0418250346329432 0.9711013854644778",
        "325c52c9c2f275fe 1.0338652234755878 0.9679209434966374",
      ],
      "sigmoid": [
        "0cc7ebed400f41b0 0.6592639919164364 0.6287098944197196",
      ],
      "version": 2,
    }
  `);
});
