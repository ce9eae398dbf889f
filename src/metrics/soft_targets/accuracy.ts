import type { Metric } from '../metric.js';
import { argmax } from '../rows.js';
import type { SoftTarget } from './input.js';

/** Accuracy: the share of rows where prediction and target have the same most probable class. */
export const accuracy = {
  better: 'higher',
  value({ rows, classes, probabilities, truth, weights, total }) {
    let sum = 0;
    for (let i = 0, start = 0; i < rows; i++, start += classes) {
      if (argmax(probabilities, start, classes) === argmax(truth, start, classes)) sum += weights[i];
    }
    return sum / total;
  },
} satisfies Metric<SoftTarget>;
