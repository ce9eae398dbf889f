import type { Metric } from '../metric.js';
import { meanOverOutputs, type Regression } from './input.js';

/**
 * Median magnitude of the errors, averaged over the outputs. With weights the lower weighted median: the smallest
 * magnitude that, with all below it, has half the weight (scikit-learn 1.2), up to the rounding of the sum, so that
 * weights times a constant choose the same one.
 */
export const medianAbsoluteError = {
  better: 'lower',
  unit: 'target',
  value: (input) =>
    meanOverOutputs(input, (output) =>
      output.weights ? weightedMedian(output, output.weights) : median(output),
    ),
} satisfies Metric<Regression>;

function median({ rows, errors }: Regression): number {
  const sorted = errors.map(Math.abs).sort();
  const half = rows >> 1;
  return rows % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function weightedMedian({ rows, errors, total }: Regression, weights: Float64Array): number {
  const sizes = errors.map(Math.abs);
  const order = Uint32Array.from(sizes.keys()).sort((i, j) => sizes[i] - sizes[j] || i - j);
  const half = (total / 2) * (1 - 2 * rows * Number.EPSILON);
  let sum = 0;
  let k = 0;
  do sum += weights[order[k++]];
  while (sum < half);
  return sizes[order[k - 1]];
}
