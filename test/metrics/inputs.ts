import fc from 'fast-check';
import type {
  ClassificationInput,
  MultilabelInput,
  RegressionInput,
  SoftTargetInput,
} from '../../src/metrics/index.js';

/** Eighths, so that equal scores and errors are common and many sums are exact. */
const eighth = fc.integer({ min: 0, max: 8 }).map((n) => n / 8);
const shape = fc.record({ rows: fc.integer({ min: 1, max: 12 }), columns: fc.integer({ min: 2, max: 5 }) });

const array = (value: fc.Arbitrary<number>, length: number) =>
  fc.array(value, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));

/** Distributions, [rows, columns]. */
const distributions = (rows: number, columns: number) =>
  array(fc.integer({ min: 0, max: 8 }), rows * columns).map((counts) =>
    counts.map((_, k) => {
      const row = counts.subarray(k - (k % columns), k - (k % columns) + columns);
      const sum = row.reduce((a, b) => a + b, 0);
      return sum === 0 ? 1 / columns : counts[k] / sum;
    }),
  );

const names = (columns: number) => Array.from({ length: columns }, (_, j) => `c${j}`);

export const classificationInput: fc.Arbitrary<ClassificationInput & { names: string[] }> = shape.chain(
  ({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      classes: fc.constant(columns),
      names: fc.constant(names(columns)),
      probabilities: distributions(rows, columns),
      truth: array(fc.integer({ min: 0, max: columns - 1 }), rows),
    }),
);

export const multilabelInput: fc.Arbitrary<MultilabelInput & { names: string[] }> = shape.chain(
  ({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      labels: fc.constant(columns),
      names: fc.constant(names(columns)),
      probabilities: array(eighth, rows * columns),
      truth: array(fc.integer({ min: 0, max: 1 }), rows * columns),
    }),
);

export const regressionInput: fc.Arbitrary<RegressionInput & { names: string[] }> = shape.chain(
  ({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      outputs: fc.constant(columns - 1),
      names: fc.constant(names(columns - 1)),
      predictions: array(eighth, rows * (columns - 1)),
      truth: array(eighth, rows * (columns - 1)),
      variances: array(
        eighth.map((value) => value * value + 0.125),
        rows * (columns - 1),
      ),
    }),
);

export const softTargetInput: fc.Arbitrary<SoftTargetInput> = shape.chain(({ rows, columns }) =>
  fc.record({
    rows: fc.constant(rows),
    classes: fc.constant(columns),
    probabilities: distributions(rows, columns),
    truth: distributions(rows, columns),
  }),
);
