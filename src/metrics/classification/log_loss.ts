import { clippedSum, surprise } from '../log_loss.js';
import type { Metric } from '../metric.js';
import type { Classification } from './input.js';

/** Log loss: the mean of −log p of the true class. */
export const logLoss = {
  better: 'lower',
  value({ rows, classes, probabilities, truth, weights, total }) {
    let sum = 0;
    for (let i = 0, start = 0; i < rows; i++, start += classes) {
      const rowSum = clippedSum(probabilities, start, classes);
      sum += weights[i] * surprise(probabilities[start + truth[i]], rowSum);
    }
    return sum / total;
  },
} satisfies Metric<Classification>;
