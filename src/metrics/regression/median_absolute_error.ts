import type { Metric } from '../metric.js';
import { meanOverOutputs, type Regression } from './input.js';

/**
 * Median magnitude of the errors, averaged over the outputs. With weights the lower weighted median: the smallest
 * magnitude that, with all below it, has half the weight (scikit-learn 1.2).
 */
export const medianAbsoluteError = {
  better: 'lower',
  value: (input) => meanOverOutputs(input, (output) => (output.weighted ? weightedMedian : median)(output)),
} satisfies Metric<Regression>;

function median({ rows, errors }: Regression): number {
  const sorted = errors.map(Math.abs).sort();
  const half = rows >> 1;
  return rows % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function weightedMedian({ rows, errors, weights }: Regression): number {
  const sizes = errors.map(Math.abs);
  const order = Uint32Array.from(sizes.keys()).sort((i, j) => sizes[i] - sizes[j] || i - j);
  // the sum in this very order, so that it is the last of the running sums
  let total = 0;
  for (let k = 0; k < rows; k++) total += weights[order[k]];
  let sum = 0;
  let k = 0;
  do sum += weights[order[k++]];
  while (sum < total / 2);
  return sizes[order[k - 1]];
}
