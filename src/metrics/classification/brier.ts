import type { Metric } from '../metric.js';
import type { Classification } from './input.js';

/**
 * Brier score. Binary: the mean of (p − y)² of the positive class, scikit-learn's brier_score_loss, from 0 to 1.
 * Several classes: the mean over rows of the sum over classes of (p − onehot)², Brier's own form, from 0 to 2.
 */
export const brier = {
  better: 'lower',
  value({ rows, classes, probability, truth, weights, total }) {
    const first = classes === 2 ? 1 : 0;
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      let square = 0;
      for (let j = first; j < classes; j++) {
        const error = probability(i, j) - (truth[i] === j ? 1 : 0);
        square += error * error;
      }
      sum += (weights?.[i] ?? 1) * square;
    }
    return sum / total;
  },
} satisfies Metric<Classification>;
