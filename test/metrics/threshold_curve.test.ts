import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prepareClassification } from '../../src/metrics/classification/input.js';
import { classificationReport } from '../../src/metrics/classification/report.js';
import { thresholdCurve, thresholds } from '../../src/metrics/threshold_curve.js';

const scored = fc.array(fc.tuple(fc.constantFrom(-0, 0, 0.25, 0.5, 0.75, 1), fc.boolean()), {
  maxLength: 30,
});

test('rows without weights are counted as those of weight 1 are', () => {
  fc.assert(
    fc.property(scored, (list) => {
      const rows = {
        rows: list.length,
        score: (i: number) => list[i][0],
        isPositive: (i: number) => list[i][1],
      };
      const weights = new Float64Array(list.length).fill(1);
      const curve = thresholdCurve(thresholds(rows));
      expect(curve).toEqual(thresholdCurve(thresholds({ ...rows, weights })));
      // by hand: how many rows there are from each score up
      const levels = [...new Set(list.map(([score]) => score + 0))].sort((a, b) => b - a);
      const above = (level: number, kind: boolean) =>
        list.filter(([score, positive]) => score >= level && positive === kind).length;
      expect(curve.positives).toEqual(levels.map((level) => above(level, true)));
      expect(curve.negatives).toEqual(levels.map((level) => above(level, false)));
    }),
  );
});

test('probabilities of the second of two classes alone give the bits of both', () => {
  const row = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean());
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (list) => {
      const second = Float64Array.from(list, ([p]) => p);
      const both = Float64Array.from(list.flatMap(([p]) => [1 - p, p]));
      const truth = Float64Array.from(list, ([, positive]) => Number(positive));
      const rest = { rows: list.length, classes: 2, truth, names: ['a', 'b'] };
      expect(classificationReport({ ...rest, probabilities: second })).toEqual(
        classificationReport({ ...rest, probabilities: both }),
      );
    }),
  );
});

test('a probability that is not finite leaves nothing to measure', () => {
  const input = {
    rows: 1,
    classes: 2,
    probabilities: Float64Array.of(Number.NaN),
    truth: new Float64Array(1),
  };
  expect(prepareClassification(input)).toBeUndefined();
});
