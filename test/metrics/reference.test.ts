import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classificationReport, multilabelReport, regressionReport } from '../../src/metrics/index.js';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const golden = read('../golden/metrics.json');
const fixture = read('../fixtures/metrics.json');

interface Case {
  truth: number[] | number[][];
  probabilities: number[][];
  predictions: number[] | number[][];
  weights?: number[];
  expected: Record<string, number>;
  confusion_matrix: number[][];
  per_class: number[][];
}
const cases = (task: string) => Object.entries<Case>(fixture[task]);
const flat = (values: number[] | number[][]) => Float64Array.from(values.flat());
const weightsOf = ({ weights }: Case) => (weights ? { weights: flat(weights) } : {});
const names = (count: number) => Array.from({ length: count }, (_, j) => `c${j}`);

function expectNear(actual: number | undefined, expected: number, what: string): void {
  expect(actual, what).toBeDefined();
  const tolerance = 1e-12 * Math.max(1, Math.abs(expected));
  expect(Math.abs(actual! - expected), `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** The report has the metrics that scikit-learn defines, with its values, and beside them none but these. */
function expectMetrics(report: object, expected: Record<string, number>, others: string[]): void {
  const actual = report as Record<string, number>;
  for (const [name, value] of Object.entries(expected)) expectNear(actual[name], value, name);
  expect(Object.keys(actual).filter((name) => !(name in expected))).toEqual(others);
}

const scoresOf = (rows: object[]) =>
  (rows as Record<string, number>[]).map((row) => [
    row['precision'],
    row['recall'],
    row['f1'],
    row['support'],
  ]);

function expectTable(actual: number[][], expected: number[][], what: string): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((row, i) => {
    row.forEach((value, j) => {
      expectNear(actual[i][j], value, `${what} [${i}, ${j}]`);
    });
  });
}

describe('golden values of scikit-learn', () => {
  test('binary', () => {
    const { y, p, confusion, ...expected } = golden.binary;
    const report = classificationReport({
      rows: y.length,
      classes: 2,
      names: ['no', 'yes'],
      probabilities: flat(p.map((q: number) => [1 - q, q])),
      truth: flat(y),
    });
    for (const name of Object.keys(expected)) {
      expectNear((report as Record<string, number>)[name], expected[name], name);
    }
    expect(report.confusion_matrix).toEqual(confusion);
  });

  test('multiclass', () => {
    const { y, p, macro, micro, weighted, confusion, roc_auc_ovr_macro, ...rest } = golden.multiclass;
    const report = classificationReport({
      rows: y.length,
      classes: 4,
      names: names(4),
      probabilities: flat(p),
      truth: flat(y),
    });
    const expected = { ...rest, roc_auc: roc_auc_ovr_macro, ...macro };
    for (const [average, scores] of Object.entries({ macro, micro, weighted })) {
      for (const name of ['precision', 'recall', 'f1']) expected[`${name}_${average}`] = scores[name];
    }
    for (const name of Object.keys(expected)) {
      expectNear((report as Record<string, number>)[name], expected[name], name);
    }
    expect(report.confusion_matrix).toEqual(confusion);
  });

  test('regression of two outputs', () => {
    const { y, f, r2_by_output, ...expected } = golden.regression;
    const report = regressionReport({
      rows: y.length,
      outputs: 2,
      names: ['left', 'right'],
      predictions: flat(f),
      truth: flat(y),
    });
    expectMetrics(report, expected, ['per_output']);
    expect(report.per_output!.map(({ output }) => output)).toEqual(['left', 'right']);
    report.per_output!.forEach(({ r2 }, j) => {
      expectNear(r2, r2_by_output[j], `r2 of output ${j}`);
    });
  });
});

describe('scikit-learn on weighted, tied and degenerate data', () => {
  test.each(cases('classification'))('classification: %s', (_, item) => {
    const classes = item.probabilities[0].length;
    const report = classificationReport({
      rows: item.truth.length,
      classes,
      names: names(classes),
      probabilities: flat(item.probabilities),
      truth: flat(item.truth),
      ...weightsOf(item),
    });
    const other = ['confusion_matrix', 'per_class'];
    expectMetrics(report, item.expected, classes === 2 ? ['positive', ...other] : other);
    expectTable(report.confusion_matrix!, item.confusion_matrix, 'confusion');
    expectTable(scoresOf(report.per_class!), item.per_class, 'per class');
  });

  test.each(cases('multilabel'))('multilabel: %s', (_, item) => {
    const labels = item.probabilities[0].length;
    const report = multilabelReport({
      rows: item.truth.length,
      labels,
      names: names(labels),
      probabilities: flat(item.probabilities),
      truth: flat(item.truth),
      ...weightsOf(item),
    });
    expectMetrics(report, item.expected, ['per_class']);
    expectTable(scoresOf(report.per_class!), item.per_class, 'per class');
  });

  test.each(cases('regression'))('regression: %s', (_, item) => {
    const outputs = [item.truth[0]].flat().length;
    const report = regressionReport({
      rows: item.truth.length,
      outputs,
      names: names(outputs),
      predictions: flat(item.predictions),
      truth: flat(item.truth),
      ...weightsOf(item),
    });
    expectMetrics(report, item.expected, outputs > 1 ? ['per_output'] : []);
  });
});
