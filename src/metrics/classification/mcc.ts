import type { Metric } from '../metric.js';
import type { Classification } from './input.js';

/**
 * Matthews' correlation of truth and prediction, for any number of classes (Gorodkin 2004); 0 where one is constant.
 */
export const mcc = {
  better: 'higher',
  value({ classes, counts }) {
    let hits = 0;
    let total = 0;
    let both = 0;
    let predictedSquares = 0;
    let actualSquares = 0;
    for (let j = 0; j < classes; j++) {
      hits += counts.hits[j];
      total += counts.predicted[j];
      both += counts.actual[j] * counts.predicted[j];
      predictedSquares += counts.predicted[j] * counts.predicted[j];
      actualSquares += counts.actual[j] * counts.actual[j];
    }
    // covariances of one-hot truth and prediction, times the square of the total
    const product = (total * total - predictedSquares) * (total * total - actualSquares);
    return product > 0 ? (hits * total - both) / Math.sqrt(product) : 0;
  },
} satisfies Metric<Classification>;
