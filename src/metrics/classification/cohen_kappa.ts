import type { Metric } from '../metric.js';
import type { Classification } from './input.js';

/**
 * Cohen's kappa: 1 − observed / expected disagreement (Cohen 1960). Undefined where truth and predictions are all one
 * class.
 */
export const cohenKappa = {
  better: 'higher',
  value({ classes, counts, confusion, total }) {
    let observed = 0;
    let expected = 0;
    for (let i = 0; i < classes; i++) {
      for (let j = 0; j < classes; j++) {
        if (i === j) continue;
        observed += confusion[i * classes + j];
        expected += (counts.actual[i] * counts.predicted[j]) / total;
      }
    }
    return expected === 0 ? undefined : 1 - observed / expected;
  },
} satisfies Metric<Classification>;
