import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curves, FoldValues, TrialRow } from '../../core/results.ts';
import { decodeInnards, encodeInnards } from '../../store/fold-innards.ts';
import { asRow, asRowDocument } from '../../store/row-document.ts';
import { aFailedRow, aFold, aRow, aTrialHash } from './contract/samples.ts';

const plain = { noNullPrototype: true } as const;
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const curve = fc.array(fc.double(), { maxLength: 9 });
const curves: fc.Arbitrary<Curves> = fc.record(
  {
    loss: curve,
    accuracy: curve,
    heldOutLoss: curve,
    heldOutAccuracy: curve,
  },
  plain,
);
const predictions = fc.record(
  {
    rows: fc.uint32Array({ maxLength: 7 }),
    probabilities: fc.float32Array({ maxLength: 20 }),
  },
  plain,
);
const confusion = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 4 });

describe('the bulk of a fold', () => {
  it('comes back to the bit', () => {
    fc.assert(
      fc.property(fc.record({ confusion, curves, predictions }, plain), (innards) => {
        expect(decodeInnards(encodeInnards(innards))).toStrictEqual(innards);
      }),
    );
  });

  it('is the same bytes for the same values, wherever they lie in memory', () => {
    const { confusion: counts, curves: lines, predictions: found } = aFold();
    const larger = new Uint32Array(found.rows.length + 3);
    larger.set(found.rows, 2);
    const moved = { rows: larger.subarray(2, 2 + found.rows.length), probabilities: found.probabilities.slice() };

    const bytes = encodeInnards({ confusion: counts, curves: lines, predictions: moved });

    expect(bytes).toEqual(encodeInnards({ confusion: counts, curves: lines, predictions: found }));
  });
});

const row: fc.Arbitrary<TrialRow> = fc
  .record({ splits: fc.integer({ min: 1, max: 6 }), classes: fc.integer({ min: 2, max: 4 }) })
  .chain(({ splits, classes }) => {
    const perSplit = fc.array(fc.option(finite), { minLength: splits, maxLength: splits });
    const values: fc.Arbitrary<FoldValues> = fc.record(
      {
        accuracy: perSplit,
        balancedAccuracy: perSplit,
        macroF1: perSplit,
        weightedF1: perSplit,
        mcc: perSplit,
        rocAuc: perSplit,
        logLoss: perSplit,
      },
      plain,
    );
    const f1 = fc.array(fc.array(finite, { minLength: classes, maxLength: classes }), {
      minLength: splits,
      maxLength: splits,
    });
    return fc.record(
      {
        state: fc.constant('scored' as const),
        trial: fc.constant(aTrialHash(1)),
        name: fc.string(),
        index: fc.nat(),
        values,
        f1ByClass: f1,
        cost: finite,
      },
      plain,
    );
  });

describe('a row', () => {
  it('comes back to the bit', () => {
    fc.assert(
      fc.property(row, (given) => {
        expect(asRow(asRowDocument(given, 0))).toStrictEqual(given);
      }),
    );
  });

  it('is named after its trial, and after the retry where a machine failed it', () => {
    const ids = [aRow(1), aFailedRow(1, 'DIVERGED'), aFailedRow(1, 'CRASHED')].map(
      (each) => asRowDocument(each, 2)._id,
    );

    expect(ids).toEqual([aTrialHash(1), aTrialHash(1), `${aTrialHash(1)}:2`]);
    expect(asRow(asRowDocument(aFailedRow(1, 'CRASHED'), 2))).toEqual(aFailedRow(1, 'CRASHED'));
  });

  it('shows means over the splits, none where a split has none', () => {
    const document = asRowDocument(aRow(0, 2), 0);

    expect(document).toMatchObject({ means: { accuracy: (1 / 3 + 1 / 4) / 2, rocAuc: null } });
  });

  it('is refused with a value that is no number, or of another number of splits', () => {
    const good = aRow(0, 2);
    const nan = { ...good, values: { ...good.values, mcc: [NaN, 0] } };
    const short = { ...good, values: { ...good.values, mcc: [0] } };

    expect(() => asRowDocument(nan, 0)).toThrow(new RangeError('mcc: NaN cannot be stored'));
    expect(() => asRowDocument(short, 0)).toThrow(new RangeError('mcc: 1 values for 2 splits'));
  });
});
