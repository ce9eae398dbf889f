import { binarySurprise } from '../log_loss.js';
import type { Metric } from '../metric.js';
import type { Multilabel } from './input.js';

/** Log loss: the mean over rows and labels of −log of the probability of the true value. */
export const logLoss = {
  better: 'lower',
  value({ rows, labels, probabilities, truth, weights, total }) {
    let sum = 0;
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < labels; j++, k++)
        sum += (weights?.[i] ?? 1) * binarySurprise(probabilities[k], truth[k]);
    }
    return sum / total / labels;
  },
} satisfies Metric<Multilabel>;
