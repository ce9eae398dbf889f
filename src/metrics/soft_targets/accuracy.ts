import { predictedClass } from '../decision.js';
import type { Metric } from '../metric.js';
import type { SoftTarget } from './input.js';

/** Accuracy: the share of rows whose predicted class is the one that the target makes most probable. */
export const accuracy = {
  better: 'higher',
  value({ rows, classes, probabilities, truth, weights, threshold, total }) {
    let sum = 0;
    for (let i = 0, start = 0; i < rows; i++, start += classes) {
      const predicted = predictedClass(probabilities, start, classes, threshold);
      if (predicted === predictedClass(truth, start, classes)) sum += weights?.[i] ?? 1;
    }
    return sum / total;
  },
} satisfies Metric<SoftTarget>;
