import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  classificationMetrics,
  classificationReport,
  type Metric,
  type MetricName,
  metricDirection,
  metricNames,
  metricRegistries,
  multilabelMetrics,
  multilabelReport,
  prepareClassification,
  prepareMultilabel,
  prepareRegression,
  prepareSoftTarget,
  regressionMetrics,
  regressionReport,
  softTargetMetrics,
  softTargetReport,
} from '../../src/metrics/index.js';
import { runs } from '../helpers/runs.js';
import { classificationInput, multilabelInput, regressionInput, softTargetInput } from './inputs.js';

interface Rows {
  rows: number;
  truth: Float64Array;
  variances?: Float64Array;
  weights?: Float64Array;
}

/** Rows of a number per row or a block per row, picked in this order, perhaps several times. */
const pick = (values: Float64Array, rows: number, picked: number[]) => {
  const columns = values.length / rows;
  return Float64Array.from(picked.flatMap((i) => [...values.subarray(i * columns, (i + 1) * columns)]));
};

/** Kind of target as the laws need it: its inputs, how to prepare them, how to get a perfect prediction. */
interface Kind<Input extends Rows, Prepared> {
  metrics: Record<string, Metric<Prepared>>;
  inputs: fc.Arbitrary<Input>;
  prepare(input: Input): Prepared | undefined;
  report(input: Input): object;
  predicted: keyof Input & ('probabilities' | 'predictions');
  perfect(input: Input): Float64Array;
}

function laws<Input extends Rows, Prepared>(kind: Kind<Input, Prepared>): void {
  const { metrics, inputs, prepare, report, predicted } = kind;
  const predictionsOf = (input: Input) => input[predicted] as Float64Array;
  const picked = (input: Input, rows: number[], weights: number[]): Input => ({
    ...input,
    rows: rows.length,
    truth: pick(input.truth, input.rows, rows),
    [predicted]: pick(predictionsOf(input), input.rows, rows),
    ...(input.variances && { variances: pick(input.variances, input.rows, rows) }),
    weights: Float64Array.from(weights),
  });
  const all = (input: Input) => Array.from({ length: input.rows }, (_, i) => i);
  const withCounts = inputs.chain((input) =>
    fc.tuple(
      fc.constant(input),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: input.rows, maxLength: input.rows }),
    ),
  );
  const withWeights = inputs.chain((input) =>
    fc.tuple(
      fc.constant(input),
      fc
        .array(fc.constantFrom(0, 0.1, 0.3, 1, 2, 3.7), { minLength: input.rows, maxLength: input.rows })
        .filter((weights) => weights.some((weight) => weight > 0)),
    ),
  );

  const each = { numRuns: runs(30, 100) };
  describe.each(Object.entries(metrics))('%s', (name, metric) => {
    const value = (input: Input) => metric.value(prepare(input)!);
    const expectSame = (a: number | undefined, b: number | undefined) => {
      if (a === undefined || b === undefined) expect(a).toBe(b);
      else expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(b)));
    };

    test('is a finite number or undefined', () => {
      fc.assert(
        fc.property(inputs, (input) => {
          const result = value(input);
          expect(result === undefined || Number.isFinite(result)).toBe(true);
        }),
        each,
      );
    });

    test('is the best there is for perfect predictions', () => {
      fc.assert(
        fc.property(inputs, (input) => {
          const perfect = value({ ...input, [predicted]: kind.perfect(input) });
          const other = value(input);
          if (perfect === undefined || other === undefined) return;
          // a rounding error's width, for sums in different order
          const margin = metric.better === 'higher' ? perfect - other : other - perfect;
          expect(margin).toBeGreaterThanOrEqual(-1e-12);
        }),
        each,
      );
    });

    test('does not depend on the order of rows', () => {
      fc.assert(
        fc.property(withCounts, ([input, counts]) => {
          const rows = all(input);
          const backwards = rows.toReversed();
          expectSame(
            value(picked(input, backwards, counts.toReversed())),
            value(picked(input, rows, counts)),
          );
        }),
        each,
      );
    });

    test('a weight of n is the row n times', () => {
      fc.assert(
        fc.property(withCounts, ([input, counts]) => {
          // one row twice is two rows, for which r2 is defined
          fc.pre(name !== 'r2' || input.rows > 1);
          const repeated = all(input).flatMap((i) => Array<number>(counts[i]).fill(i));
          const ones = repeated.map(() => 1);
          expectSame(value(picked(input, all(input), counts)), value(picked(input, repeated, ones)));
        }),
        each,
      );
    });

    test('rows of weight 0 change nothing, not even the last bit, wherever they stand and whatever they hold', () => {
      fc.assert(
        fc.property(withCounts, fc.infiniteStream(fc.boolean()), ([input, counts], isAdded) => {
          const rows = all(input).flatMap((i) => (isAdded.next().value ? [i, i] : [i]));
          const weights = rows.map((i, k) => (rows[k + 1] === i ? 0 : counts[i]));
          const more = picked(input, rows, weights);
          const width = predictionsOf(input).length / input.rows;
          weights.forEach((weight, k) => {
            if (weight === 0) predictionsOf(more).fill(Number.NaN, k * width, (k + 1) * width);
          });
          expect(value(more)).toBe(value(picked(input, all(input), counts)));
        }),
        each,
      );
    });

    const scaled = (input: Input, weights: number[], factor: number) =>
      value(
        picked(
          input,
          all(input),
          weights.map((weight) => weight * factor),
        ),
      );

    test('all weights times a power of two give the same bits', () => {
      fc.assert(
        fc.property(withWeights, fc.constantFrom(-600, -40, 1, 600), ([input, weights], exponent) => {
          expect(scaled(input, weights, 2 ** exponent)).toBe(scaled(input, weights, 1));
        }),
        each,
      );
    });

    test('all weights times a constant give the same up to rounding', () => {
      fc.assert(
        fc.property(withWeights, fc.constantFrom(1e-200, 1e-3, 7, 1e200), ([input, weights], factor) => {
          expectSame(scaled(input, weights, factor), scaled(input, weights, 1));
        }),
        each,
      );
    });
  });

  test('a report has nothing that JSON cannot hold', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const json = JSON.parse(JSON.stringify(report(input)));
        // no NaN, no infinity, no −0
        expect(json).toEqual(report(input));
      }),
    );
  });

  test('a report is empty without rows, without weights, or where a prediction is not finite', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(report(picked(input, [], []))).toEqual({});
        expect(report({ ...input, weights: new Float64Array(input.rows) })).toEqual({});
        const diverged = predictionsOf(input).with(0, Number.NaN);
        expect(report({ ...input, [predicted]: diverged })).toEqual({});
      }),
    );
  });
}

const oneHot = (truth: Float64Array, classes: number) =>
  Float64Array.from([...truth].flatMap((c) => Array.from({ length: classes }, (_, j) => (j === c ? 1 : 0))));

describe('classification', () => {
  laws({
    metrics: classificationMetrics,
    inputs: classificationInput,
    prepare: prepareClassification,
    report: classificationReport,
    predicted: 'probabilities',
    perfect: ({ truth, classes }) => oneHot(truth, classes),
  });
});

describe('multilabel', () => {
  laws({
    metrics: multilabelMetrics,
    inputs: multilabelInput,
    prepare: prepareMultilabel,
    report: multilabelReport,
    predicted: 'probabilities',
    perfect: ({ truth }) => truth,
  });
});

describe('regression', () => {
  laws({
    metrics: regressionMetrics,
    inputs: regressionInput,
    prepare: prepareRegression,
    report: regressionReport,
    predicted: 'predictions',
    perfect: ({ truth }) => truth,
  });
});

describe('soft targets', () => {
  laws({
    metrics: softTargetMetrics,
    inputs: softTargetInput,
    prepare: prepareSoftTarget,
    report: softTargetReport,
    predicted: 'probabilities',
    perfect: ({ truth }) => truth,
  });
});

describe('names', () => {
  test('a name has one direction, in whichever registry it stands', () => {
    for (const registry of Object.values(metricRegistries)) {
      for (const [name, metric] of Object.entries(registry)) {
        expect(metricDirection(name as MetricName), name).toBe(metric.better);
      }
    }
  });

  test('metricNames has each once, loss among them', () => {
    expect(new Set(metricNames).size).toBe(metricNames.length);
    expect(metricNames[0]).toBe('loss');
    expect(metricDirection('loss')).toBe('lower');
    for (const registry of Object.values(metricRegistries)) {
      expect(metricNames).toEqual(expect.arrayContaining(Object.keys(registry)));
    }
  });
});
