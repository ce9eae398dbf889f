import { clippedSum, surprise } from '../log_loss.js';
import type { Metric } from '../metric.js';
import type { SoftTarget } from './input.js';

/** Log loss: the mean cross-entropy −Σ t log p. */
export const logLoss = {
  better: 'lower',
  value({ rows, classes, probabilities, truth, weights, total }) {
    let sum = 0;
    for (let i = 0, start = 0; i < rows; i++, start += classes) {
      const rowSum = clippedSum(probabilities, start, classes);
      let entropy = 0;
      for (let j = 0; j < classes; j++) {
        entropy += truth[start + j] * surprise(probabilities[start + j], rowSum);
      }
      sum += (weights?.[i] ?? 1) * entropy;
    }
    return sum / total;
  },
} satisfies Metric<SoftTarget>;
