import type { Metric } from '../metric.js';
import type { Classification } from './input.js';

/** Balanced accuracy: the mean of the recalls of the classes that occur in truth. */
export const balancedAccuracy = {
  better: 'higher',
  value({ classes, counts }) {
    let sum = 0;
    let present = 0;
    for (let j = 0; j < classes; j++) {
      if (counts.actual[j] === 0) continue;
      sum += counts.hits[j] / counts.actual[j];
      present++;
    }
    return sum / present;
  },
} satisfies Metric<Classification>;
