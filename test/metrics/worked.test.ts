import { expect, test } from 'vitest';
import {
  classificationReport,
  multilabelReport,
  regressionReport,
  softTargetReport,
} from '../../src/metrics/index.js';

const names = ['a', 'b', 'c'];

test('three classes by hand', () => {
  const report = classificationReport({
    rows: 4,
    classes: 3,
    names,
    // biome-ignore format: a row a line
    probabilities: Float64Array.of(
      0.5, 0.25, 0.25, // true a, predicted a
      0.5, 0.25, 0.25, // true b, predicted a
      0.25, 0.5, 0.25, // true b, predicted b
      0.25, 0.5, 0.25, // true c, predicted b
    ),
    truth: Float64Array.of(0, 1, 1, 2),
  });
  expect(report.confusion_matrix).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [0, 1, 0],
  ]);
  expect(report.per_class).toEqual([
    { class: 'a', precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 },
    { class: 'b', precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, support: 2 },
    { class: 'c', precision: 0, recall: 0, f1: 0, support: 1 },
  ]);
  expect(report.accuracy).toBe(2 / 4);
  expect(report.balanced_accuracy).toBe((1 + 1 / 2 + 0) / 3);
  expect(report.f1).toBe((2 / 3 + 1 / 2) / 3);
  // Brier: right rows ¼ + 1/16 + 1/16 = 6/16; wrong ones ¼ + 9/16 + 1/16 = 14/16; the mean of 6, 14, 6, 14 sixteenths
  expect(report.brier).toBe(10 / 16);
  // log loss: −log ½ twice, −log ¼ = −2 log ½ twice
  expect(report.log_loss).toBeCloseTo(1.5 * Math.LN2, 14);
  // in the two best, of equals the higher index first: a; not b (c before it); b; c
  expect(report.top_2_accuracy).toBe(3 / 4);
  expect(report.top_3_accuracy).toBeUndefined();
});

test('a log loss is of probabilities that sum to 1, whatever the head gave', () => {
  const report = classificationReport({
    rows: 1,
    classes: 3,
    names,
    probabilities: Float64Array.of(0.5, 0.25, 0.5),
    truth: Float64Array.of(0),
  });
  // ½ / (5/4) = 2/5
  expect(report.log_loss).toBeCloseTo(-Math.log(0.4), 14);
});

test('of two classes the second is predicted from the threshold on, 0.5 where there is no other', () => {
  const input = {
    rows: 2,
    classes: 2,
    names: ['no', 'yes'],
    probabilities: Float64Array.of(0.5, 0.5, 0.75, 0.25),
    truth: Float64Array.of(1, 1),
  };
  expect(classificationReport(input).recall).toBe(1 / 2);
  expect(classificationReport({ ...input, threshold: 0.5 })).toEqual({
    ...classificationReport(input),
    threshold: 0.5,
  });
  expect(classificationReport({ ...input, threshold: 0.25 }).recall).toBe(1);
  expect(classificationReport({ ...input, threshold: 0.51 }).recall).toBe(0);
});

test('of more than two equally probable classes the first is predicted', () => {
  const report = classificationReport({
    rows: 1,
    classes: 3,
    names,
    probabilities: Float64Array.of(0.25, 0.375, 0.375),
    truth: Float64Array.of(1),
  });
  expect(report.accuracy).toBe(1);
});

test('classes without a true row are no part of a mean of rankings, nor one that all rows have', () => {
  const perfect = classificationReport({
    rows: 3,
    classes: 3,
    names,
    probabilities: Float64Array.of(1, 0, 0, 0, 1, 0, 0.75, 0.25, 0),
    truth: Float64Array.of(0, 1, 0),
  });
  expect(perfect).toMatchObject({ roc_auc: 1, average_precision: 1, precision: 1, recall: 1, f1: 1 });
  const labels = multilabelReport({
    rows: 2,
    labels: 3,
    names,
    // a: in all rows; b: ranked rightly; c: in none
    probabilities: Float64Array.of(0.5, 0.75, 0.5, 0.25, 0.25, 0.75),
    truth: Float64Array.of(1, 1, 0, 1, 0, 0),
  });
  expect(labels).toMatchObject({ roc_auc: 1, average_precision: 1 });
});

test('the smallest and the largest weights there are measure as 1 does', () => {
  const input = {
    rows: 3,
    outputs: 1,
    names: ['y'],
    predictions: Float64Array.of(1, 2, 4),
    truth: Float64Array.of(1, 3, 1),
  };
  const plain = regressionReport({ ...input, weights: Float64Array.of(1, 1, 1) });
  for (const weight of [Number.MIN_VALUE, 2 ** -1022, 2 ** 1023])
    expect(regressionReport({ ...input, weights: new Float64Array(3).fill(weight) })).toEqual(plain);
});

test('the largest error is that of a row that has a weight', () => {
  const report = regressionReport({
    rows: 3,
    outputs: 1,
    names: ['y'],
    predictions: Float64Array.of(100, 2, Number.NaN),
    truth: Float64Array.of(0, 1, 0),
    weights: Float64Array.of(0, 1e-9, 0),
  });
  expect(report.max_error).toBe(1);
  expect(report.mse).toBe(1);
});

test('one class present: its ranking is undefined, and left out', () => {
  const report = classificationReport({
    rows: 2,
    classes: 2,
    names: ['no', 'yes'],
    probabilities: Float64Array.of(0.75, 0.25, 1, 0),
    truth: Float64Array.of(0, 0),
  });
  expect(report).not.toHaveProperty('roc_auc');
  expect(report).not.toHaveProperty('average_precision');
  expect(report).not.toHaveProperty('cohen_kappa');
  expect(report.accuracy).toBe(1);
});

test('labels by hand, with weights', () => {
  const report = multilabelReport({
    rows: 2,
    labels: 2,
    names: ['red', 'round'],
    probabilities: Float64Array.of(0.75, 0.25, 0.75, 0.5),
    truth: Float64Array.of(1, 0, 0, 0),
    weights: Float64Array.of(1, 3),
  });
  // row 1 all right (weight 1 of 4); row 2 wrong in red, and in round, as 0.5 is enough
  expect(report.accuracy).toBe(1 / 4);
  expect(report.label_accuracy).toBe((1 + 1 + 0 + 0) / 8);
  expect(report.per_class).toEqual([
    { class: 'red', precision: 1 / 4, recall: 1, f1: 2 / 5, support: 1 },
    { class: 'round', precision: 0, recall: 0, f1: 0, support: 0 },
  ]);
  expect(report.f1).toBe(1 / 5);
  expect(report.f1_weighted).toBe(2 / 5);
  // red alone has rows on both sides, which tie
  expect(report.roc_auc).toBe(1 / 2);
  // −log ¾, −log ¾; 3 (−log ¼), 3 (−log ½)
  expect(report.log_loss).toBeCloseTo((-2 * Math.log(0.75) + 9 * Math.LN2) / 8, 14);
});

test('soft targets by hand', () => {
  const report = softTargetReport({
    rows: 2,
    classes: 2,
    probabilities: Float64Array.of(0.5, 0.5, 0.25, 0.75),
    truth: Float64Array.of(0.75, 0.25, 1, 0),
    weights: Float64Array.of(1, 3),
  });
  // row 1: b for a, as 0.5 is enough; row 2: b for a
  expect(report.accuracy).toBe(0);
  // row 1: −log ½, row 2: −log ¼ = 2 log 2, three times
  expect(report.log_loss).toBeCloseTo((7 / 4) * Math.LN2, 14);
});

test('a constant truth whose mean rounds to another number is still constant', () => {
  // 0.1 + 0.1 + 0.1 = 0.30000000000000004, whose third is 0.10000000000000002; the first row counts for nothing
  const report = regressionReport({
    rows: 4,
    outputs: 1,
    names: ['y'],
    predictions: Float64Array.of(0, 0, 0, 0),
    truth: Float64Array.of(2, 0.1, 0.1, 0.1),
    weights: Float64Array.of(0, 1, 1, 1),
  });
  expect(report.r2).toBe(0);
  expect(report.explained_variance).toBe(1);
});

test('nll: of N(0, 1) at 0 and of N(3, 4) at 1, in halves of log 2π; by output, and none without variances', () => {
  const input = {
    rows: 1,
    outputs: 2,
    names: ['a', 'b'],
    predictions: Float64Array.of(0, 3),
    truth: Float64Array.of(0, 1),
  };
  const report = regressionReport({ ...input, variances: Float64Array.of(1, 4) });
  const least = Math.log(2 * Math.PI) / 2;
  // log √4, and (1 − 3)² / 4 / 2
  const [a, b] = [least, least + Math.LN2 + 0.5];
  expect(report.nll).toBeCloseTo((a + b) / 2, 14);
  expect(report.per_output!.map(({ nll }) => nll)).toEqual([expect.closeTo(a, 14), expect.closeTo(b, 14)]);
  expect(regressionReport(input)).not.toHaveProperty('nll');
});

test('one row has no r2, and errors too large to square are left out', () => {
  const one = { rows: 1, outputs: 1, names: ['y'], truth: Float64Array.of(0) };
  expect(regressionReport({ ...one, predictions: Float64Array.of(2) })).not.toHaveProperty('r2');
  const huge = regressionReport({ ...one, predictions: Float64Array.of(1e200) });
  expect(huge).not.toHaveProperty('mse');
  expect(huge.mae).toBe(1e200);
});
