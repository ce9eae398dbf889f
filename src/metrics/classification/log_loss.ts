import { clip, surprise } from '../log_loss.js';
import type { Metric } from '../metric.js';
import type { Classification } from './input.js';

/** Log loss: the mean of −log p of the true class. */
export const logLoss = {
  better: 'lower',
  value({ rows, classes, probability, truth, weights, total }) {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      let rowSum = 0;
      for (let j = 0; j < classes; j++) rowSum += clip(probability(i, j));
      sum += (weights?.[i] ?? 1) * surprise(probability(i, truth[i]), rowSum);
    }
    return sum / total;
  },
} satisfies Metric<Classification>;
