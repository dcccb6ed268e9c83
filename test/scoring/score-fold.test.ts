import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classificationReport } from '../../scoring/classification-report.ts';
import { classReports, cohenKappa, countMetrics, sumConfusions } from '../../scoring/confusion.ts';
import { averagePrecision, precisionRecallCurve } from '../../scoring/precision-recall.ts';
import { areaUnderCurve, rocCurve } from '../../scoring/roc.ts';
import { predictedClasses, scoreFold } from '../../scoring/score-fold.ts';

type Case = {
  readonly name: string;
  readonly classes: number;
  readonly truth: readonly number[];
  readonly probabilities: readonly number[];
  readonly scores: Readonly<Record<string, number | null>>;
  readonly report: readonly Readonly<Record<'precision' | 'recall' | 'f1' | 'support', number>>[];
  readonly macro: Readonly<Record<'precision' | 'recall' | 'f1-score' | 'support', number>>;
  readonly weighted: Readonly<Record<'precision' | 'recall' | 'f1-score' | 'support', number>>;
  readonly kappa: number | null;
  readonly areas: readonly (number | null)[];
  readonly averagePrecisions: readonly (number | null)[];
  readonly precisionRecall: readonly (readonly [readonly number[], readonly number[]] | null)[];
  readonly confusion: readonly (readonly number[])[];
  readonly curve: readonly [readonly number[], readonly number[]] | null;
};

const cases = JSON.parse(
  readFileSync(new URL('../fixtures/scoring/metrics.json', import.meta.url), 'utf8'),
) as readonly Case[];

const scoredOf = ({ probabilities, truth, classes }: Case) => ({
  probabilities: Float32Array.from(probabilities),
  truth: Uint32Array.from(truth),
  classes,
});

const expectNear = (got: number | null | undefined, wanted: number | null): void => {
  if (wanted === null || got === null || got === undefined) expect(got).toBe(wanted);
  else expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-12);
};

describe.each(cases)('$name', (example) => {
  test('all metrics equal scikit-learn to 1e-12', () => {
    const { scores, confusion } = scoreFold(scoredOf(example));

    expect(confusion).toEqual(example.confusion);
    expect(Object.keys(scores).toSorted()).toEqual(Object.keys(example.scores).toSorted());
    for (const [name, wanted] of Object.entries(example.scores)) {
      expectNear(scores[name as keyof typeof scores], wanted);
    }
  });

  test('the report by class equals scikit-learn', () => {
    const { confusion, f1ByClass } = scoreFold(scoredOf(example));
    const reports = classReports(confusion);

    example.report.forEach((wanted, c) => {
      for (const [name, value] of Object.entries(wanted)) expectNear(reports[c]?.[name as keyof typeof wanted], value);
      expectNear(f1ByClass[c], wanted.f1);
    });
  });

  test('the averages of the report equal scikit-learn', () => {
    const labels = example.confusion.map((_, c) => `label ${c}`);

    const report = classificationReport(example.confusion, labels);

    for (const name of ['macro', 'weighted'] as const) {
      const { 'f1-score': f1, ...rest } = example[name];
      for (const [key, value] of Object.entries({ ...rest, f1 }))
        expectNear(report[name][key as keyof (typeof report)['macro']], value);
    }
    expectNear(report.accuracy, example.scores['accuracy'] as number);
    expect(report.classes.map(({ label }) => label)).toEqual(labels);
  });

  test('kappa, areas and average precisions equal scikit-learn, class by class', () => {
    expectNear(cohenKappa(example.confusion), example.kappa);
    example.areas.forEach((wanted, c) => expectNear(areaUnderCurve(scoredOf(example), c), wanted));
    example.averagePrecisions.forEach((wanted, c) => expectNear(averagePrecision(scoredOf(example), c), wanted));
  });

  test('precision-recall curves have scikit-learn’s corners, the other way round', () => {
    example.precisionRecall.forEach((wanted, c) => {
      const points = precisionRecallCurve(scoredOf(example), c);

      expect(points.length).toBe(wanted?.[0].length ?? 0);
      points.toReversed().forEach(({ precision, recall }, at) => {
        expectNear(precision, wanted?.[0][at] as number);
        expectNear(recall, wanted?.[1][at] as number);
      });
    });
  });

  test('the ROC curve of the second class has scikit-learn’s corners', () => {
    const points = rocCurve(scoredOf(example), 1);

    expect(points.length).toBe(example.curve?.[0].length ?? 0);
    points.forEach(({ falsePositiveRate, truePositiveRate }, at) => {
      expectNear(falsePositiveRate, example.curve?.[0][at] as number);
      expectNear(truePositiveRate, example.curve?.[1][at] as number);
    });
  });
});

test('of equal probabilities the lowest class is predicted', () => {
  const probabilities = Float32Array.from([0.4, 0.4, 0.2, 0.2, 0.4, 0.4]);

  const predicted = predictedClasses({ probabilities, classes: 3 });

  expect([...predicted]).toEqual([0, 1]);
});

test('the summed matrix of folds scores as all rows together', () => {
  const summed = sumConfusions([
    [
      [3, 1],
      [0, 2],
    ],
    [
      [1, 0],
      [2, 5],
    ],
  ]);

  expect(summed).toEqual([
    [4, 1],
    [2, 7],
  ]);
  expect(countMetrics(summed).accuracy).toBe(11 / 14);
});

test('the area under the corners is the share of ordered pairs', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 1 }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
      const probabilities = Float32Array.from(rows.flatMap(([score]) => [1 - score / 12, score / 12]));
      const scored = { probabilities, truth: Uint32Array.from(rows.map(([, actual]) => actual)), classes: 2 };

      const area = areaUnderCurve(scored, 1);
      const points = rocCurve(scored, 1);

      const under = points.slice(1).reduce((sum, point, at) => {
        const last = points[at] as (typeof points)[number];
        const height = (point.truePositiveRate + last.truePositiveRate) / 2;
        return sum + (point.falsePositiveRate - last.falsePositiveRate) * height;
      }, 0);
      if (area === null) expect(points).toEqual([]);
      else expect(under).toBeCloseTo(area, 12);
    }),
  );
});
